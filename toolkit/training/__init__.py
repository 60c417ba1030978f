"""Train the reader: needs the extra ``train`` (torch and onnx); nothing else of the toolkit does."""
