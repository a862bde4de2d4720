import type { PageAnswer, ServicePage } from '../../core/binding/index.js';
import type { ServiceSettings } from '../behaviors/index.js';
import { renderHelpPage } from './help-page.js';
import type { MetadataQuestion } from './published-metadata.js';
import type { ServicePageSource } from './service-page-source.js';

/** A longer query is no question about metadata. */
const longestQuery = 2_048;

/**
 * Answers who opens the address of a service: with documents where they are enabled (`?wsdl`, `?wsdl=wsdl0`, `?xsd=xsd0`,
 * `?singleWsdl`, `?disco`), otherwise with the help page. Keys and values are read in any case, as in WCF.
 */
export function createServicePage(source: ServicePageSource): ServicePage {
  return { answer: (uri) => answer(source, uri) };
}

function answer(source: ServicePageSource, uri: string): PageAnswer {
  const { settings, metadata } = source;
  // The address holds what the client sent as Host.
  if (!URL.canParse(uri)) return refusal(400);
  const url = new URL(uri);
  if (url.search.length > longestQuery) return refusal(414);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const hasHelpPage = settings.helpPage[scheme];
  if (settings.metadata.getEnabled[scheme]) {
    const question = questionOf(url) ?? (hasHelpPage ? null : defaultQuestion(settings));
    const answered = question === null ? null : metadata.answer(question, url, hasHelpPage);
    if (answered !== null) return answered;
    if (!hasHelpPage) return refusal(400);
  }
  return html(hasHelpPage ? renderHelpPage(source, uri, scheme) : emptyPage);
}

const questions = ['wsdl', 'xsd', 'singlewsdl', 'disco'];

function questionOf(url: URL): MetadataQuestion | null {
  const asked = new Map<string, string>();
  for (const [key, value] of url.searchParams) asked.set(key.toLowerCase(), value.toLowerCase());
  for (const key of questions) {
    const value = asked.get(key);
    if (value !== undefined) return { key, value };
  }
  return null;
}

/** Without a help page the address itself answers with the document of the service, when the host makes it. */
function defaultQuestion({ metadata }: ServiceSettings): MetadataQuestion | null {
  return metadata.externalLocation === null ? { key: 'wsdl', value: '' } : null;
}

/** Tells a browser nothing about the service. */
const emptyPage =
  '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Service</title></head><body></body></html>\n';

function html(body: string): PageAnswer {
  return { status: 200, contentType: 'text/html; charset=utf-8', body };
}

function refusal(status: number): PageAnswer {
  return { status, contentType: null, body: '' };
}
