import Testing

/// Tests that start a server of their own and load the machine: one after the other.
@Suite(.serialized) struct EndToEnd {}
