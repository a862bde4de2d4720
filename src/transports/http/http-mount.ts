import type { IncomingMessage, ServerResponse } from 'node:http';
import { bindingParameter } from '../../core/binding/index.js';
import { refuse } from './http-refusal.js';
import { HttpRoutes } from './http-routes.js';
import type { HttpRoute } from './http-routes.js';

/** A request as frameworks hand it over: one that was routed by a prefix keeps its whole target aside. */
export interface MountedRequest extends IncomingMessage {
  readonly originalUrl?: string;
}

/** What {@link HttpMount.plugin} needs of a Fastify instance. */
export interface FastifyInstanceLike {
  addHook(
    name: 'onRequest',
    hook: (
      request: { readonly raw: IncomingMessage },
      reply: { readonly raw: ServerResponse; hijack(): unknown },
      done: () => void,
    ) => void,
  ): unknown;
}

/**
 * A place for services on a server that somebody else owns. Each of its members hands requests to the endpoints whose
 * addresses match; which requests come that far, and over TLS or not, is the owner's matter.
 */
export interface HttpMount {
  /** For `http.createServer(mount.listener)`: what no endpoint matches is answered with 404. */
  readonly listener: (req: IncomingMessage, res: ServerResponse) => void;
  /** For `app.use(mount.middleware)` of Express and its kin, in front of any body parser: what no endpoint matches goes on to the next. */
  readonly middleware: (req: MountedRequest, res: ServerResponse, next: () => void) => void;
  /** For `fastify.register(mount.plugin)`: what no endpoint matches goes on to Fastify's routes. */
  readonly plugin: (instance: FastifyInstanceLike, options: unknown, done: () => void) => void;
  /** Puts a listener in its place; for transports. Throws AddressAlreadyInUseError for a path that is taken. */
  attach(route: HttpRoute): void;
  /** Takes it away again. */
  detach(route: HttpRoute): void;
}

/** The binding parameter by which a host puts its HTTP endpoints on a mount instead of on ports of their own. */
export const HttpMountParameter = bindingParameter<HttpMount>('httpMount');

/** Makes a mount. */
export function httpMount(): HttpMount {
  const routes = new HttpRoutes();
  const targetOf = (req: MountedRequest): string => req.originalUrl ?? req.url ?? '/';
  const match = (req: MountedRequest): HttpRoute | null =>
    routes.match(targetOf(req), routes.needsHost ? req.headers.host : undefined);
  const receive = (route: HttpRoute, req: MountedRequest, res: ServerResponse): void => {
    if (req.method === 'POST' && req.readableDidRead) refuse(req, res, bodyIsGone);
    else route.receive(req, res, targetOf(req), false);
  };
  const plugin: HttpMount['plugin'] = (instance, _options, done) => {
    instance.addHook('onRequest', (request, reply, next) => {
      const route = match(request.raw);
      if (route === null) {
        next();
        return;
      }
      reply.hijack();
      receive(route, request.raw, reply.raw);
    });
    done();
  };
  return {
    listener: (req, res) => {
      const route = match(req);
      if (route !== null) receive(route, req, res);
      else refuse(req, res, { status: 404, reason: 'There is no endpoint at this address.' });
    },
    middleware: (req, res, next) => {
      const route = match(req);
      if (route === null) next();
      else receive(route, req, res);
    },
    // Fastify's mark for a plugin whose hooks hold for the whole instance.
    plugin: Object.assign(plugin, { [Symbol.for('skip-override')]: true }),
    attach: (route) => {
      routes.add(route);
    },
    detach: (route) => {
      routes.remove(route);
    },
  };
}

const bodyIsGone = {
  status: 500,
  reason:
    'The request body was read before it came to the service: mount the service in front of body parsers.',
};
