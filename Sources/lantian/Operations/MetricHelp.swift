/// What each metric means, for the scraper's HELP line and for `Docs/operations.md`.
let metricHelp: [String: String] = [
  "lantian_process_resident_memory_bytes": "Resident memory of the process.",
  "lantian_process_start_time_seconds": "When the process started, Unix time.",
]
