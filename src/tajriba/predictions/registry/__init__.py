"""The registry of trained models: storage, the champion that serves, what is shown of them."""
