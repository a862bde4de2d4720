import {
  ChannelStackError,
  CommunicationError,
  EndpointNotFoundError,
  MessageSecurityError,
  ProtocolError,
} from '../../core/errors/index.js';

/** An error of the HTTP client's sockets, as ours. Anything not known is a CommunicationError. */
export function toClientError(error: unknown, address: string): ChannelStackError {
  if (ChannelStackError.is(error)) return error;
  const { code, text } = describe(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new EndpointNotFoundError(
      `The host of ${address} is not known (${code}); check the address and the name service.`,
      { cause: error },
    );
  }
  if (code === 'ECONNREFUSED') {
    return new CommunicationError(
      `The connection to ${address} was refused: nobody listens there. Start the service or check the port.`,
      { cause: error },
    );
  }
  if (tlsCodes.test(code)) {
    return new MessageSecurityError(
      `No trust could be established with ${address} over TLS: ${text}. Give its certificate authority as credentials.trust, ` +
        'or the name in its certificate as the identity of the address.',
      { cause: error },
    );
  }
  return new CommunicationError(
    `The exchange with ${address} broke: ${text}. The service may have received the message.`,
    { cause: error },
  );
}

/** What the encoder says against bytes that are no message, as the protocol error that it is here. */
export function toReadError(error: unknown, address: string): ChannelStackError {
  if (error instanceof CommunicationError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new ProtocolError(`What ${address} sent is no message of the binding: ${text}`, {
    cause: error,
  });
}

const tlsCodes =
  /^(?:CERT_|ERR_TLS_CERT|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_HANDSHAKE|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

function describe(error: unknown): { readonly code: string; readonly text: string } {
  if (!(error instanceof Error)) return { code: '', text: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A connection that was tried over several addresses fails with an AggregateError without a text of its own.
  const text = error.message === '' ? code : error.message;
  // Our own check of the server's identity fails without a code.
  const isIdentity = code === '' && text.startsWith('the service shows another certificate');
  return { code: isIdentity ? 'ERR_TLS_CERT_ALTNAME_INVALID' : code, text };
}
