"""The door for notebooks: `openmbi.adjust` on a frame of pandas, polars or Arrow, without a bureau, a store or a command line."""
