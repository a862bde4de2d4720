/* A calculator service with WS-ReliableMessaging, written against the documented API of gSOAP's plugins.
 *
 * Usage: server PORT keep-alive|close [PEM-FILE]
 * Listens on 127.0.0.1, prints "listening PORT" once it does, and ends when its standard input ends. With a file of
 * private key and certificate it speaks https.
 *
 * A February 2005 server must close its connections: after it has accepted a LastMessage, the plugin waits on the same
 * connection for an answer to a LastMessage of its own and so swallows the client's next request. */

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soapH.h"
#include "wsaapi.h"
#include "wsrmapi.h"
#include "Calculator.nsmap"

#define ICALCULATOR "http://Microsoft.ServiceModel.Samples/ICalculator/"
#define MAX_NOTES 1024
#define MAX_SESSIONS 1024
#define IDLE_SECONDS 30

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *notes[MAX_NOTES];
static int note_count;
static struct {
  char *sequence;
  int calls;
} sessions[MAX_SESSIONS];
static int session_count;

static void *end_with_input(void *unused) {
  char byte;
  (void)unused;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  _exit(0);
}

static void *serve(void *argument) {
  struct soap *soap = argument;
  pthread_detach(pthread_self());
  if (!soap->ctx || !soap_ssl_accept(soap)) soap_serve(soap);
  soap_destroy(soap);
  soap_end(soap);
  soap_free(soap);
  return NULL;
}

int main(int argc, char **argv) {
  struct soap *soap;
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  pthread_t thread;

  if (argc < 3) {
    fprintf(stderr, "usage: %s PORT keep-alive|close [PEM-FILE]\n", argv[0]);
    return 2;
  }
  soap = soap_new1(strcmp(argv[2], "keep-alive") ? SOAP_IO_DEFAULT : SOAP_IO_KEEPALIVE);
  signal(SIGPIPE, SIG_IGN);
  soap_register_plugin(soap, soap_wsa);
  soap_register_plugin(soap, soap_wsrm);
  soap->recv_timeout = soap->send_timeout = IDLE_SECONDS;
  soap->bind_flags = SO_REUSEADDR;
  if (argc > 3 &&
      soap_ssl_server_context(soap, SOAP_SSL_DEFAULT, argv[3], NULL, NULL, NULL, NULL, NULL, "calculator")) {
    soap_print_fault(soap, stderr);
    return 1;
  }
  if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(argv[1]), 100)) ||
      getsockname(soap->master, (struct sockaddr *)&address, &length)) {
    soap_print_fault(soap, stderr);
    return 1;
  }
  printf("listening %d\n", ntohs(address.sin_port));
  fflush(stdout);
  pthread_create(&thread, NULL, end_with_input, NULL);

  for (;;) {
    if (!soap_valid_socket(soap_accept(soap))) continue;
    pthread_create(&thread, NULL, serve, soap_copy(soap));
  }
}

/* A fault that arrives as a request: a client that gave up. */
int SOAP_ENV__Fault(struct soap *soap, char *faultcode, char *faultstring, char *faultactor,
                    struct SOAP_ENV__Detail *detail, struct SOAP_ENV__Code *code, struct SOAP_ENV__Reason *reason,
                    char *node, char *role, struct SOAP_ENV__Detail *detail12) {
  (void)faultcode, (void)faultstring, (void)faultactor, (void)detail, (void)code, (void)reason, (void)node;
  (void)role, (void)detail12;
  return soap_send_empty_response(soap, 202);
}

int cs__Add(struct soap *soap, double n1, double n2, struct cs__AddResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  response->AddResult = n1 + n2;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "AddResponse");
}

int cs__Subtract(struct soap *soap, double n1, double n2, struct cs__SubtractResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  response->SubtractResult = n1 - n2;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "SubtractResponse");
}

int cs__Multiply(struct soap *soap, double n1, double n2, struct cs__MultiplyResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  response->MultiplyResult = n1 * n2;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "MultiplyResponse");
}

int cs__Divide(struct soap *soap, double n1, double n2, struct cs__DivideResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  response->DivideResult = n1 / n2;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "DivideResponse");
}

/* The plugin's own fault functions put the sequence's identifier where the declared detail belongs; so the fault is
 * prepared like a reply. */
int cs__SafeDivide(struct soap *soap, double n1, double n2, struct cs__SafeDivideResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  if (n2 == 0) {
    struct cs__MathFault *fault = soap_malloc(soap, sizeof *fault);
    fault->operation = "SafeDivide";
    fault->problemType = "divide by zero";
    if (soap_wsrm_reply(soap, NULL, ICALCULATOR "SafeDivideMathFaultFault")) return soap->error;
    soap_sender_fault(soap, "Division by zero.", NULL);
    soap_faultdetail(soap);
    soap->fault->SOAP_ENV__Detail->cs__MathFault = fault;
    return SOAP_FAULT;
  }
  response->SafeDivideResult = n1 / n2;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "SafeDivideResponse");
}

int cs__Fail(struct soap *soap, char *message, struct cs__FailResponse *response) {
  (void)response;
  if (soap_wsrm_check(soap)) return soap->error;
  return soap_wsrm_receiver_fault(soap, soap_strdup(soap, message ? message : ""), NULL);
}

int cs__Note(struct soap *soap, char *text) {
  if (soap_wsrm_check_send_empty_response(soap)) return soap->error;
  pthread_mutex_lock(&lock);
  if (note_count < MAX_NOTES) notes[note_count++] = strdup(text ? text : "");
  pthread_mutex_unlock(&lock);
  return SOAP_OK;
}

int cs__Notes(struct soap *soap, struct cs__NotesResponse *response) {
  struct arr__ArrayOfstring *array;
  if (soap_wsrm_check(soap)) return soap->error;
  array = soap_malloc(soap, sizeof *array);
  pthread_mutex_lock(&lock);
  array->__sizestring = note_count;
  array->string = soap_malloc(soap, (note_count + 1) * sizeof *array->string);
  memcpy(array->string, notes, note_count * sizeof *array->string);
  pthread_mutex_unlock(&lock);
  response->NotesResult = array;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "NotesResponse");
}

int cs__Echo(struct soap *soap, char *text, struct cs__EchoResponse *response) {
  if (soap_wsrm_check(soap)) return soap->error;
  response->EchoResult = text;
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "EchoResponse");
}

/* A sequence is a session; the header is read before the reply's takes its place. */
int cs__Next(struct soap *soap, struct cs__NextResponse *response) {
  int i;
  if (soap_wsrm_check(soap)) return soap->error;
  pthread_mutex_lock(&lock);
  for (i = 0; i < session_count && strcmp(sessions[i].sequence, soap->header->wsrm__Sequence->Identifier); i++) {
  }
  if (i == session_count && session_count < MAX_SESSIONS)
    sessions[session_count++].sequence = strdup(soap->header->wsrm__Sequence->Identifier);
  response->NextResult = i < session_count ? ++sessions[i].calls : 0;
  pthread_mutex_unlock(&lock);
  return soap_wsrm_reply(soap, NULL, ICALCULATOR "NextResponse");
}
