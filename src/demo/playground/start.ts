/** The playground, opened and served, and the words that say where. */
import { Playground } from "./playground.ts";
import { servePlayground } from "./server.ts";

export interface RunningPlayground {
  readonly url: string;
  close(): Promise<void>;
  /** Takes away what is on the disk, when the process ends and waits for nothing. */
  abandon(): void;
}

export async function startPlayground(port: number, say: (text: string) => void): Promise<RunningPlayground> {
  const playground = await Playground.open();
  try {
    const { url, close } = await servePlayground(playground, port);
    const pulls = playground.pulls.map(({ number, title }) => `  ${url}/pull/${number}  ${title}`);
    say(`\nNow you, in a browser: ${url}\n${pulls.join("\n")}\n`);
    return {
      url,
      close: async () => {
        await close();
        await playground.close();
      },
      abandon: () => playground.abandon(),
    };
  } catch (error) {
    await playground.close();
    throw error;
  }
}
