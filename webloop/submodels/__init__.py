"""Every registered piece of the model, one small file each. `roles.py` says what each role must do."""
