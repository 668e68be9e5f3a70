// What a program of an agency uses. README.md beside this folder shows it at work.
export { readAgency } from "./agency.js";
export { Client } from "./client.js";
export * from "./errors.js";
export { decodeCheckpoint, decodeReceipt, decodeStatement, verifyCheckpoint, verifyReceipt } from "./receipt.js";
