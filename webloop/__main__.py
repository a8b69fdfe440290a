"""`python -m webloop` is the command line."""

from webloop.cli import main

if __name__ == "__main__":
    main()
