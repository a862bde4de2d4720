import {
  basicHttpBinding,
  basicHttpsBinding,
  mexHttpBinding,
  mexHttpsBinding,
  ws2007HttpBinding,
  wsDualHttpBinding,
  wsHttpBinding,
} from './bindings/index.js';
import { bindingModule } from './core/binding/index.js';
import { defaultContainer, elementModule } from './core/container/index.js';
import {
  behaviorModule,
  callbackDebug,
  clientVia,
  dataContractSerializer,
  serviceDebug,
  serviceThrottling,
  serviceTimeouts,
  useRequestHeadersForMetadataAddress,
} from './contracts/index.js';
import { metadataModule } from './metadata/index.js';
import { compositeDuplex } from './elements/composite-duplex/index.js';
import { oneWay } from './elements/one-way/index.js';
import { reliableSession } from './elements/reliable-session/index.js';
import { retry } from './elements/retry/index.js';
import { textEncoding } from './elements/text-encoding/index.js';
import { httpTransport, httpsTransport } from './transports/http/index.js';
import { inProcessTransport } from './transports/in-process/index.js';

/** All bindings, binding elements and behaviours of the package, known by name to the container that is used when an application gives none. */
defaultContainer.load(
  elementModule(
    // From the top of a stack to its bottom: in this order they are asked what is theirs in the description of a service.
    retry,
    reliableSession,
    compositeDuplex,
    oneWay,
    textEncoding,
    httpTransport,
    httpsTransport,
    inProcessTransport,
  ),
  behaviorModule(
    callbackDebug,
    clientVia,
    dataContractSerializer,
    serviceDebug,
    serviceThrottling,
    serviceTimeouts,
    useRequestHeadersForMetadataAddress,
  ),
  // A stack that two of them would have is called by the first.
  bindingModule(
    basicHttpBinding,
    basicHttpsBinding,
    wsHttpBinding,
    ws2007HttpBinding,
    wsDualHttpBinding,
    mexHttpBinding,
    mexHttpsBinding,
  ),
  metadataModule,
);
