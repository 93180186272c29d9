"""When things happen: the command line, settings, schedules and the Prefect flows that sequence the other rooms."""
