/** What a story needs of the App that it is told to: a door for webhooks, and that it can be stopped at any time. */

/** What an App is started with. */
export interface Registration {
  /** Root of the stand-in: REST below `/api/v3`, GraphQL at `/api/graphql`, Git at `/owner/name.git`. */
  readonly githubUrl: string;
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export interface AppUnderTest {
  /** Root of its server; webhooks go to `/api/github/webhooks` below it. May be another one after `restart`. */
  readonly url: string;
  /** Ends when all that it took in was dealt with, as far as it can be by now; at once when it does not run. */
  idle(): Promise<void>;
  /** Ends it on the spot, as SIGKILL does. What is given back is waited for. */
  kill(): unknown;
  /** Starts it again on what it left behind. */
  restart(): Promise<void>;
  /** Ends it at the end of a story, and takes away what it left behind; `kill` is called without it. */
  close?(): Promise<void>;
}

export type StartApp<A extends AppUnderTest = AppUnderTest> = (registration: Registration) => Promise<A>;
