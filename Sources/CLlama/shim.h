// The only place that includes llama.h and ggml's headers.
#ifndef AGENT_TUI_CLLAMA_SHIM_H
#define AGENT_TUI_CLLAMA_SHIM_H

#include <ggml-backend.h>
#include <ggml.h>
#include <gguf.h>
#include <llama.h>
#include <stdio.h>

#if __has_include(<ggml-rpc.h>)
#include <ggml-rpc.h>
#endif

// Swift imports neither: an enumeration and a function of one name hide each other.
static inline int agent_llama_vocab_type(const struct llama_vocab *vocab) {
  return (int)llama_vocab_type(vocab);
}

// ggml's RPC back end is a part of the library, or a module loaded at run time, or not there. So its two procedures
// are asked for by name and nothing of it is linked. They come as `void *`, which Swift cannot call.
typedef ggml_backend_reg_t (*agent_rpc_add_server_t)(const char *endpoint);
typedef void (*agent_rpc_start_server_t)(
    const char *endpoint, const char *cache, size_t threads, size_t count, ggml_backend_dev_t *devices);

#ifdef RPC_PROTO_MAJOR_VERSION
_Static_assert(
    __builtin_types_compatible_p(__typeof__(&ggml_backend_rpc_add_server), agent_rpc_add_server_t) &&
        __builtin_types_compatible_p(__typeof__(&ggml_backend_rpc_start_server), agent_rpc_start_server_t),
    "this libggml-rpc has procedures of another kind");
#endif

static inline void *agent_rpc_procedure(const char *name) {
  ggml_backend_reg_t reg = ggml_backend_reg_by_name("RPC");
  return reg ? ggml_backend_reg_get_proc_address(reg, name) : NULL;
}

static inline bool agent_rpc_is_there(void) {
  return agent_rpc_procedure("ggml_backend_rpc_add_server") && agent_rpc_procedure("ggml_backend_rpc_start_server");
}

// Connects to a worker. NULL without the back end, and where the worker has no device.
static inline ggml_backend_reg_t agent_rpc_add_server(const char *endpoint) {
  agent_rpc_add_server_t add = (agent_rpc_add_server_t)agent_rpc_procedure("ggml_backend_rpc_add_server");
  return add ? add(endpoint) : NULL;
}

// Serves until it cannot any more, which is for ever if it could begin.
static inline void agent_rpc_start_server(
    const char *endpoint, const char *cache, size_t threads, size_t count, ggml_backend_dev_t *devices) {
  agent_rpc_start_server_t start = (agent_rpc_start_server_t)agent_rpc_procedure("ggml_backend_rpc_start_server");
  // It prints who comes and goes: in a file or pipe too, that should be seen when it happens.
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (start) start(endpoint, cache, threads, count, devices);
}

// The protocol's major and minor version; -1 where the header is missing that would tell.
static inline int agent_rpc_major(void) {
#ifdef RPC_PROTO_MAJOR_VERSION
  return RPC_PROTO_MAJOR_VERSION;
#else
  return -1;
#endif
}
static inline int agent_rpc_minor(void) {
#ifdef RPC_PROTO_MINOR_VERSION
  return RPC_PROTO_MINOR_VERSION;
#else
  return -1;
#endif
}

#endif
