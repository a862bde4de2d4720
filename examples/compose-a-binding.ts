import {
  ChannelStackError,
  CustomBinding,
  createContainer,
  httpTransport,
  httpsTransport,
  inProcessTransport,
  reliableSession,
  textEncoding,
} from 'channelstack';

// A binding is a list of elements, top-down; the last one is the transport.
const binding = new CustomBinding('orders', [
  textEncoding({ messageVersion: 'Soap12WSAddressing10' }),
  httpsTransport({ maxReceivedMessageSize: 1_048_576 }),
]);
console.log(binding.describe());

// Bindings are values: each change makes another one.
const reliable = binding.insertBefore('textMessageEncoding', reliableSession({ ordered: true }));
console.log(reliable.describe());

const forTests = reliable.replace('httpsTransport', inProcessTransport());
console.log(`for tests: ${forTests.elements.map(({ name }) => name).join(' > ')}`);

// What cannot work is told before a socket is opened, with all that is wrong and what would be right.
const services = createContainer();
const upsideDown = new CustomBinding('upsideDown', [httpTransport(), textEncoding()]);
try {
  upsideDown.buildChannelFactory('request', { services });
} catch (error) {
  if (!ChannelStackError.is(error)) throw error;
  console.log(error.message);
}
