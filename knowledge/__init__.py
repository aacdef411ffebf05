"""The voice: sourced topics and conditions, and the chatbot that finds them."""
