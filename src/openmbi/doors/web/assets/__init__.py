"""What the pages bring to the browser: bundled when the package is built, served under names that follow their content."""
