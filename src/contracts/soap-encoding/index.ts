export { EncodedCompiler } from './encoded-compiler.js';
export { encodedFormat } from './encoded-format.js';
