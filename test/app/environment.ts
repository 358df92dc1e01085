import type { Registration } from "../github/app-under-test.ts";

/** The variables that the App is started with for a stand-in. */
export function environmentOf(registration: Registration, dataDir: string): Record<string, string> {
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
