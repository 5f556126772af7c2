"""What `parktwin doctor` looks at: each module checks one kind of thing and returns `Finding`s."""
