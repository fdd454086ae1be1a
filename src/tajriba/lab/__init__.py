"""What learns and is put to the test: training, evaluation, simulation."""
