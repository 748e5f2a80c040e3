"""To Keras and back, and on to files of models and weights: the only folder that knows a framework."""
