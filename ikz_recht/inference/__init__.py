"""Facts and rules to findings. The evaluator defines the meaning; durable-rules runs beside it; both must agree."""
