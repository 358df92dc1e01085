#!/usr/bin/env node
/**
 * Starts the program from one file, with the code that V8 made of it when it was built. Compiling anew at every start
 * took longer than most commands do. V8 itself refuses code that another version of it made, and compiles then.
 */
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
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

if (require.main === module) start();
else module.exports = { script, start };
