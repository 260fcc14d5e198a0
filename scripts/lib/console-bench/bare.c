// The least that a program with this model and this much KV holds: libllama, the weights, one context of the same shape,
// one token computed. What the console holds beyond it is the console's own.
// usage: bare MODEL CELLS SEQUENCES BATCH THREADS; says "ready" and waits for the end of its input.
#include <stdio.h>
#include <stdlib.h>
#include "llama.h"

static void quiet(enum ggml_log_level level, const char *text, void *data) { (void)level, (void)text, (void)data; }

int main(int count, char **words) {
  if (count != 6) return 2;
  llama_log_set(quiet, NULL);
  ggml_backend_load_all();
  struct llama_model *model = llama_model_load_from_file(words[1], llama_model_default_params());
  if (!model) return 1;
  struct llama_context_params shape = llama_context_default_params();
  shape.n_ctx = atoi(words[2]);
  shape.n_seq_max = atoi(words[3]) + 1;
  shape.n_batch = atoi(words[4]);
  shape.n_ubatch = shape.n_batch < 512 ? shape.n_batch : 512;
  shape.n_outputs_max = atoi(words[3]) + 1;
  shape.n_threads = shape.n_threads_batch = atoi(words[5]);
  shape.kv_unified = true;
  struct llama_context *context = llama_init_from_model(model, shape);
  llama_token token = 1;
  if (!context || llama_decode(context, llama_batch_get_one(&token, 1)) != 0) return 1;
  puts("ready");
  fflush(stdout);
  (void)getchar();
  return 0;
}
