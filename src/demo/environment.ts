/** What the App is told when GitHub is a stand-in. */

/** An App that was registered at a stand-in. */
export interface StandInRegistration {
  /** Root of the stand-in. */
  readonly githubUrl: string;
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** The variables that the App is started with: on a free port of this machine, keeping what it keeps in `dataDir`. */
export function environmentOf(registration: StandInRegistration, dataDir: string): Record<string, string> {
  const { host, protocol } = new URL(registration.githubUrl);
  return {
    APP_ID: String(registration.appId),
    PRIVATE_KEY: registration.privateKey,
    WEBHOOK_SECRET: registration.webhookSecret,
    GHE_HOST: host,
    GHE_PROTOCOL: protocol.slice(0, -1),
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: dataDir,
  };
}
