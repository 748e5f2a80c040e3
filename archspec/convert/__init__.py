"""To Keras and back: the only folder that knows a framework."""
