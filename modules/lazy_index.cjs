// Node resolves the AWS provider's index to the lazy one that the same package ships.
"use strict";
const Module = require("module");
const path = require("path");

const index = path.join("@cdktf", "provider-aws", "lib", "index.js");
const resolveFilename = Module._resolveFilename;

Module._resolveFilename = function (...request) {
  const found = resolveFilename.apply(this, request);
  return found.endsWith(index) ? path.join(path.dirname(found), "lazy-index.js") : found;
};
