#!/usr/bin/env node
/**
 * Starts the program from one file, with the code that V8 made of it when it was built. Compiling anew at every start
 * took longer than most commands do. V8 itself refuses code that another version of it made, and compiles then.
 */
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const filename = join(__dirname, "program.cjs");

function compiled() {
  try {
    return readFileSync(join(__dirname, "program.cache"));
  } catch {
    return undefined;
  }
}

// The bundle is ASCII, so every byte is a character.
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "latin1")}\n})`;
const script = new Script(source, { filename, cachedData: compiled() });

function start() {
  const program = { exports: {} };
  script.runInThisContext()(program.exports, require, program, filename, __dirname);
  return program.exports;
}

/**
 * A command is over before code that V8 optimises has paid for itself: half of what a check cost went into compiling it on
 * a thread beside this one. So V8 waits several times as long as usual. What runs for long is optimised all the same, and a
 * replay takes no longer. Flags are V8's own and change with it, so only those of versions that were tried are set.
 */
const PATIENCE = {
  20: "--interrupt-budget=400000",
  22: "--invocation-count-for-turbofan=20000",
  24: "--invocation-count-for-turbofan=20000",
};

if (require.main === module) {
  // Only now: V8 refuses compiled code that was made under other flags.
  const patience = PATIENCE[process.versions.node.split(".")[0]];
  if (patience !== undefined) setFlagsFromString(patience);
  start();
} else module.exports = { script, start };
