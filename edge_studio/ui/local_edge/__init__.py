"""The panel of Local Edge: its address, visitors, scenario and faults."""
