"""The conversation, the screening, people's rights: no transport, no SQL, no TensorFlow."""
