/// The devices of the story: a coating firm in Gaibei with a meter at its line and one at its
/// treatment, and an assessed air station.
enum StoryDevices {
  static let production = "5A5A33060400000000000201"
  static let treatment = "5A5A33060400000000000202"
  static let station = "5A5A33060400000000000101"
  /// The place and the unit of the firm's town.
  static let place = "330604112"
  static let town = "gaibei"

  static let air: KeyValuePairs = [
    "a34004-Avg": ("pm25", "115"), "a34002-Avg": ("pm10", "60"), "a21026-Avg": ("so2", "8"),
    "a21004-Avg": ("no2", "31"), "a21005-Avg": ("co", "0.7"), "a05024-Avg": ("o3", "92"),
  ]

  static var list: String {
    let header =
      "mn,password,device_label,st,facility,facility_label,facility_kind,place,longitude,latitude,"
      + "point,point_label,point_kind,station_role,key,cn,quantity,statistic,window_s"
    let firm = "sunrise,晨光涂装|Sunrise Coating,enterprise,\(place),120.9020,30.1580"
    let meters = [
      "\(production),123456,晨光产污电表|Sunrise line,31,\(firm),sunrise-line,涂装线|Coating line,"
        + "production,,p01-Rtd,2011,power,rtd,",
      "\(treatment),123456,晨光治污电表|Sunrise treatment,31,\(firm),sunrise-rto,焚烧炉|Oxidiser,"
        + "treatment,,p01-Rtd,2011,power,rtd,",
    ]
    let stations = air.map { key, value in
      "\(station),123456,百官空气站|Baiguan station,22,,,,330604001,120.8820,30.0280,baiguan-air,"
        + "百官站|Baiguan,air-station,assessed,\(key),2061,\(value.0),avg,3600"
    }
    return ([header] + meters + stations).joined(separator: "\n") + "\n"
  }

  static let pairs = """
    facility,name,production,production-rated,treatment,treatment-rated,process
    sunrise,1号涂装线,sunrise-line,100,sunrise-rto,20,RTO

    """
}
