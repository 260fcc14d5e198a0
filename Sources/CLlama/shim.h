// The only place that includes llama.h and ggml's headers.
#ifndef AGENT_TUI_CLLAMA_SHIM_H
#define AGENT_TUI_CLLAMA_SHIM_H

#include <ggml-backend.h>
#include <ggml.h>
#include <llama.h>

// Swift imports neither: an enumeration and a function of one name hide each other.
static inline int agent_llama_vocab_type(const struct llama_vocab *vocab) {
  return (int)llama_vocab_type(vocab);
}

#endif
