import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageAnswer, ServicePage } from '../../core/binding/index.js';
import { refuse } from './http-refusal.js';

/**
 * Answers a request that is no POST: GET and HEAD with the page of the service, if it has one, everything else with 405.
 * `uri` is the address of the service, `target` the path and query that were asked for. What the page throws is thrown on
 * after the request was answered with 500.
 */
export function answerWithPage(
  req: IncomingMessage,
  res: ServerResponse,
  page: ServicePage | null,
  uri: string,
  target: string,
): void {
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  if (page === null || !isRead) {
    refuse(req, res, {
      status: 405,
      reason: 'Method Not Allowed: messages are sent by POST.',
      headers: ['Allow', page === null ? 'POST' : 'GET, HEAD, POST'],
    });
    return;
  }
  let answer: PageAnswer;
  try {
    const { protocol, host } = new URL(uri);
    // A request for a proxy names the whole address.
    const isPath = target.startsWith('/');
    answer = page.answer(isPath ? `${protocol}//${req.headers.host ?? host}${target}` : target);
  } catch (error) {
    refuse(req, res, { status: 500, reason: 'Internal Server Error' });
    throw error;
  }
  const body = Buffer.from(answer.body);
  res.writeHead(answer.status, [
    ...(answer.contentType === null ? [] : ['Content-Type', answer.contentType]),
    ...(answer.location === undefined ? [] : ['Location', answer.location]),
    'Content-Length',
    String(body.length),
  ]);
  res.end(req.method === 'HEAD' ? undefined : body);
}
