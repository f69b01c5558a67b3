extension CaseworkSchema {
  /// What a closing says of its alarm, and findings beyond a day's budget in one case.
  static let trust = """
    ALTER TABLE case_file ADD COLUMN cause_class TEXT
      CHECK (cause_class IN ('real', 'stopped', 'maintenance', 'instrument', 'network',
        'false-alarm', 'unclear'));
    ALTER TABLE case_file ADD COLUMN digest_of TEXT;
    CREATE INDEX case_file_digest ON case_file (digest_of) WHERE digest_of IS NOT NULL;
    CREATE INDEX case_file_lead_opened ON case_file (lead_unit, opened_at);
    """
}
