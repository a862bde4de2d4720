import { propertyKey } from './property-key.js';

/** The address that a received message was sent to as the transport knows it; set by every transport on what it receives. */
export const ViaKey = propertyKey<string>('via');

/** Whom a received message came from, such as `127.0.0.1:50123`; set by transports that know. WCF's RemoteEndpointMessageProperty. */
export const RemoteEndpointKey = propertyKey<string>('remoteEndpoint');

/** Set on a request whose operation may run twice without harm; elements that send again look at it. */
export const IsIdempotentKey = propertyKey<boolean>('isIdempotent');
