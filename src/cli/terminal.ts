/** Where a command runs: its folder, its environment, and the streams it speaks to. */
export interface Terminal {
  /** Absolute path of the folder the command was typed in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Stream;
  readonly err: Stream;
  /** The time now. */
  now(): Date;
}

export interface Stream {
  write(text: string): void;
  /** True when a person looks at it. */
  readonly isTerminal: boolean;
  /** Cells in a row; undefined when it is no terminal. */
  readonly columns: number | undefined;
}

/** The terminal of this process. A reader that goes away (`writ check | head`) ends nothing and is no fault. */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: streamOf(process.stdout),
    err: streamOf(process.stderr),
    now: () => new Date(),
  };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  let isOpen = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isOpen = false;
    if (error.code === "EPIPE") return;
    process.exitCode = 2;
    if (stream !== process.stderr) {
      process.stderr.write(`writ: the output cannot be written (${error.code ?? error.message}); make room for it\n`);
    }
  });
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
