/* A calculator client with WS-ReliableMessaging, written against the documented API of gSOAP's plugins.
 *
 * Usage: client URL CERTIFICATE-FILE ids|no-ids [OPERATION ARGUMENT...]...
 * Creates a sequence with an offer, makes the calls, closes and terminates. Prints one JSON object a step:
 *   {"step":"Add","ok":true,"result":3}
 *   {"step":"SafeDivide","ok":false,"status":12,"subcode":"...","reason":"...","detail":{...}}
 * The certificate file ("-" for http) holds the only certificates that are trusted. With "ids" every request has a
 * MessageID; the plugin leaves it out unless told. Ends with 0 when every step went well, faults of the service
 * included. The last step "end" tells how many messages were never acknowledged. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "soapH.h"
#include "wsaapi.h"
#include "wsrmapi.h"
#include "Calculator.nsmap"

#define ICALCULATOR "http://Microsoft.ServiceModel.Samples/ICalculator/"
#define SEQUENCE_MILLISECONDS 60000
#define TIMEOUT_SECONDS 10

static const char *url;
static int with_ids;
static int failures;

static const char *next_id(struct soap *soap) { return with_ids ? soap_wsa_rand_uuid(soap) : NULL; }

static void print_string(const char *text) {
  putchar('"');
  for (; text && *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') printf("\\%c", c);
    else if (c < 0x20) printf("\\u%04x", c);
    else putchar(c);
  }
  putchar('"');
}

static void print_number(double value) {
  if (isfinite(value)) printf("%.17g", value);
  else printf(isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
}

static void begin_ok(const char *step) { printf("{\"step\":\"%s\",\"ok\":true", step); }

static void end_step(void) {
  puts("}");
  fflush(stdout);
}

static void report_ok(const char *step) {
  begin_ok(step);
  end_step();
}

static void report_number(const char *step, double value) {
  begin_ok(step);
  printf(",\"result\":");
  print_number(value);
  end_step();
}

static void report_string(const char *step, const char *value) {
  begin_ok(step);
  printf(",\"result\":");
  print_string(value);
  end_step();
}

static void report_strings(const char *step, const struct arr__ArrayOfstring *array) {
  int i;
  begin_ok(step);
  printf(",\"result\":[");
  for (i = 0; array && i < array->__sizestring; i++) {
    if (i) putchar(',');
    print_string(array->string[i]);
  }
  putchar(']');
  end_step();
}

static void report_error(struct soap *soap, const char *step) {
  printf("{\"step\":\"%s\",\"ok\":false,\"status\":%d", step, soap->error);
  if (soap->error == SOAP_FAULT || soap->error == SOAP_CLI_FAULT || soap->error == SOAP_SVR_FAULT) {
    struct SOAP_ENV__Detail *detail = soap->fault ? soap->fault->SOAP_ENV__Detail : NULL;
    const char *subcode = soap_fault_subcode(soap);
    const char *reason = soap_fault_string(soap);
    if (subcode) {
      printf(",\"subcode\":");
      print_string(subcode);
    }
    if (reason) {
      printf(",\"reason\":");
      print_string(reason);
    }
    if (detail && detail->cs__MathFault) {
      struct cs__MathFault *fault = detail->cs__MathFault;
      printf(",\"detail\":{\"operation\":");
      print_string(fault->operation);
      printf(",\"problemType\":");
      print_string(fault->problemType);
      putchar('}');
    }
  } else {
    char text[512];
    soap_sprint_fault(soap, text, sizeof text);
    printf(",\"reason\":");
    print_string(text);
    failures++;
  }
  end_step();
}

/* Reports what a call returned: 202 means accepted, an empty body an acknowledgement. */
static int succeeded(struct soap *soap, const char *step, int result) {
  if (!result || soap->error == 202 || soap->error == SOAP_NO_TAG) return 1;
  report_error(soap, step);
  return 0;
}

/* Makes one call; returns how many arguments it took, or -1 for an unknown operation. */
static int call(struct soap *soap, soap_wsrm_sequence_handle seq, const char *name, char **args, int count) {
  char action[256];
  double n1 = count > 0 ? strtod(args[0], NULL) : 0;
  double n2 = count > 1 ? strtod(args[1], NULL) : 0;

  snprintf(action, sizeof action, ICALCULATOR "%s", name);
  if (soap_wsrm_request_acks(soap, seq, next_id(soap), action)) {
    report_error(soap, name);
    failures++;
    return 0;
  }
  if (!strcmp(name, "Add")) {
    struct cs__AddResponse r;
    if (succeeded(soap, name, soap_call_cs__Add(soap, url, action, n1, n2, &r))) report_number(name, r.AddResult);
    return 2;
  }
  if (!strcmp(name, "Subtract")) {
    struct cs__SubtractResponse r;
    if (succeeded(soap, name, soap_call_cs__Subtract(soap, url, action, n1, n2, &r)))
      report_number(name, r.SubtractResult);
    return 2;
  }
  if (!strcmp(name, "Multiply")) {
    struct cs__MultiplyResponse r;
    if (succeeded(soap, name, soap_call_cs__Multiply(soap, url, action, n1, n2, &r)))
      report_number(name, r.MultiplyResult);
    return 2;
  }
  if (!strcmp(name, "Divide")) {
    struct cs__DivideResponse r;
    if (succeeded(soap, name, soap_call_cs__Divide(soap, url, action, n1, n2, &r)))
      report_number(name, r.DivideResult);
    return 2;
  }
  if (!strcmp(name, "SafeDivide")) {
    struct cs__SafeDivideResponse r;
    if (succeeded(soap, name, soap_call_cs__SafeDivide(soap, url, action, n1, n2, &r)))
      report_number(name, r.SafeDivideResult);
    return 2;
  }
  if (!strcmp(name, "Fail")) {
    struct cs__FailResponse r;
    if (succeeded(soap, name, soap_call_cs__Fail(soap, url, action, args[0], &r))) report_ok(name);
    return 1;
  }
  if (!strcmp(name, "Note")) {
    if (succeeded(soap, name, soap_send_cs__Note(soap, url, action, args[0]) || soap_recv_empty_response(soap)))
      report_ok(name);
    return 1;
  }
  if (!strcmp(name, "Notes")) {
    struct cs__NotesResponse r;
    if (succeeded(soap, name, soap_call_cs__Notes(soap, url, action, &r))) report_strings(name, r.NotesResult);
    return 0;
  }
  if (!strcmp(name, "Echo")) {
    struct cs__EchoResponse r;
    if (succeeded(soap, name, soap_call_cs__Echo(soap, url, action, args[0], &r))) report_string(name, r.EchoResult);
    return 1;
  }
  if (!strcmp(name, "Next")) {
    struct cs__NextResponse r;
    if (succeeded(soap, name, soap_call_cs__Next(soap, url, action, &r))) report_number(name, r.NextResult);
    return 0;
  }
  return -1;
}

int main(int argc, char **argv) {
  struct soap *soap = soap_new1(SOAP_IO_KEEPALIVE);
  soap_wsrm_sequence_handle seq = NULL;
  int i;

  if (argc < 4) {
    fprintf(stderr, "usage: %s URL CERTIFICATE-FILE ids|no-ids [OPERATION ARGUMENT...]...\n", argv[0]);
    return 2;
  }
  url = argv[1];
  with_ids = !strcmp(argv[3], "ids");
  soap_register_plugin(soap, soap_wsa);
  soap_register_plugin(soap, soap_wsrm);
  soap->connect_timeout = soap->recv_timeout = soap->send_timeout = TIMEOUT_SECONDS;
  if (strcmp(argv[2], "-") &&
      soap_ssl_client_context(soap, SOAP_SSL_DEFAULT, NULL, NULL, argv[2], NULL, NULL)) {
    report_error(soap, "certificate");
    return 1;
  }

  if (soap_wsrm_create_offer(soap, url, NULL, NULL, SEQUENCE_MILLISECONDS, NoDiscard, next_id(soap), &seq)) {
    report_error(soap, "create");
    return 1;
  }
  report_ok("create");

  for (i = 4; i < argc;) {
    const char *name = argv[i++];
    int taken = call(soap, seq, name, argv + i, argc - i);
    if (taken < 0) {
      fprintf(stderr, "unknown operation %s\n", name);
      return 2;
    }
    i += taken;
  }

  if (soap_wsrm_close(soap, seq, next_id(soap)) && soap->error != 202) {
    report_error(soap, "close");
    failures++;
  } else report_ok("close");
  if (soap_wsrm_terminate(soap, seq, next_id(soap)) && soap->error != 202) {
    report_error(soap, "terminate");
    failures++;
  } else report_ok("terminate");
  printf("{\"step\":\"end\",\"ok\":true,\"result\":%d}\n", (int)soap_wsrm_nack(seq));

  soap_wsrm_seq_free(soap, seq);
  soap_destroy(soap);
  soap_end(soap);
  soap_free(soap);
  return failures ? 1 : 0;
}
