"""`tidegate schema`: the JSON schema of a spec, which editors complete and check with."""

import click

from generator.cli.options import output_option, write_text


@click.command("schema")
@output_option
def command(output: str | None) -> None:
    """Write the JSON schema of a spec; the one in environments/ is made with `--output environments/schema.json`."""
    from generator.spec.schema import schema_text

    write_text(schema_text(), output)
