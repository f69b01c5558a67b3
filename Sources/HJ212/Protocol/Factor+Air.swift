/// Tables of HJ 212-2017, Appendix B: air and noise. One factor a line: code, code of 2005, names,
/// unit, unit of totals, digits.
extension Factor {
  /// Flue gas, ambient air and weather.
  static let airRows = """
    a00000|B02|废气|flue gas|m3/s|m3|N6.1
    a01001||温度|temperature|°C||N3.1
    a01002||湿度|humidity|%||N3.1
    a01006||气压|air pressure|kPa||N5.3
    a01007||风速|wind speed|m/s||N4.1
    a01008||风向|wind direction|°||N4
    a01010|37|林格曼黑度|Ringelmann grade|1||N1
    a01011|S02|烟气流速|flue-gas velocity|m/s||N5.2
    a01012|S03|烟气温度|flue-gas temperature|°C||N3.1
    a01013|S08|烟气压力|flue-gas pressure|kPa||N5.3
    a01014|S05|烟气湿度|flue-gas humidity|%||N3.1
    a01015|S06|制冷温度|chiller temperature|°C||N3.1
    a01016|S07|烟道截面积|duct area|m2||N4.2
    a01017|S04|烟气动压|dynamic pressure|kPa||N5.3
    a01901||垃圾焚烧炉膛内焚烧平均温度|incinerator mean temperature|°C||N4.1
    a01902||垃圾焚烧炉膛内DCS温度|incinerator DCS temperature|°C||N4.1
    a05001|30|二氧化碳|carbon dioxide|mg/m3|kg|N3.3
    a05002||甲烷|methane|ng/m3|g|N4.1
    a05008||三氯一氟甲烷|trichlorofluoromethane|mg/m3|kg|N7.3
    a05009||二氯二氟甲烷|dichlorodifluoromethane|mg/m3|kg|N7.3
    a05013||三氯三氟乙烷|trichlorotrifluoroethane|mg/m3|kg|N7.3
    a19001|S01|氧气含量|oxygen|%||N3.1
    a20007||砷|arsenic|ng/m3|g|N1.6
    a20016|36|铍及其化合物|beryllium compounds|mg/m3|kg|N4.4
    a20025|33|镉及其化合物|cadmium compounds|mg/m3|kg|N3.4
    a20026||镉|cadmium|ng/m3|g|N3.3
    a20043|32|铅及其化合物|lead compounds|mg/m3|kg|N2.4
    a20044||铅|lead|ng/m3|g|N3.3
    a20057|31|汞及其化合物|mercury compounds|mg/m3|kg|N4.4
    a20058||汞|mercury|ng/m3|g|N3.2
    a20063|35|镍及其化合物|nickel compounds|mg/m3|kg|N3.3
    a20091|34|锡及其化合物|tin compounds|mg/m3|kg|N4.3
    a21001|10|氨（氨气）|ammonia|ng/m3|g|N4.3
    a21002|03|氮氧化物|NOx|mg/m3|kg|N5.1
    a21003||一氧化氮|NO|mg/m3|kg|N4.1
    a21004||二氧化氮|NO2|mg/m3|kg|N4.1
    a21005|04|一氧化碳|CO|mg/m3|kg|N3.3
    a21017|07|氰化物|cyanide|mg/m3|kg|N3.3
    a21018|06|氟化物|fluoride|mg/m3|kg|N2.3
    a21022|11|氯气|chlorine|mg/m3|kg|N4.3
    a21024|08|氯化氢|hydrogen chloride|mg/m3|kg|N4.3
    a21026|02|二氧化硫|SO2|mg/m3|kg|N5.2
    a21028|05|硫化氢|hydrogen sulphide|mg/m3|kg|N3.2
    a23001|27|酚类|phenols|mg/m3|kg|N3.3
    a24003||二氯甲烷|dichloromethane|mg/m3|kg|N7.3
    a24004||三氯甲烷|chloroform|mg/m3|kg|N7.3
    a24005||四氯甲烷|carbon tetrachloride|mg/m3|kg|N7.3
    a24006||二溴一氯甲烷|dibromochloromethane|mg/m3|kg|N7.3
    a24007||一溴二氯甲烷|bromodichloromethane|mg/m3|kg|N7.3
    a24008||溴甲烷|bromomethane|mg/m3|kg|N7.3
    a24009||三溴甲烷|bromoform|mg/m3|kg|N7.3
    a24015||氯乙烷|chloroethane|mg/m3|kg|N7.3
    a24016||1,1-二氯乙烷|1,1-dichloroethane|mg/m3|kg|N7.3
    a24017||1,2-二氯乙烷|1,2-dichloroethane|mg/m3|kg|N7.3
    a24018||1,1,1-三氯乙烷|1,1,1-trichloroethane|mg/m3|kg|N7.3
    a24019||1,1,2-三氯乙烷|1,1,2-trichloroethane|mg/m3|kg|N7.3
    a24020||1,1,2,2-四氯乙烷|1,1,2,2-tetrachloroethane|mg/m3|kg|N7.3
    a24027||1,2-二氯丙烷|1,2-dichloropropane|mg/m3|kg|N7.3
    a24034||1,2-二溴乙烷|1,2-dibromoethane|mg/m3|kg|N7.3
    a24036||环己烷|cyclohexane|mg/m3|kg|N7.3
    a24042||正己烷|n-hexane|mg/m3|kg|N7.3
    a24043||正庚烷|n-heptane|mg/m3|kg|N7.3
    a24046|29|氯乙烯|vinyl chloride|mg/m3|kg|N4.3
    a24047||1,1-二氯乙烯|1,1-dichloroethene|mg/m3|kg|N7.3
    a24049||三氯乙烯|trichloroethene|mg/m3|kg|N7.3
    a24050||四氯乙烯|tetrachloroethene|mg/m3|kg|N7.3
    a24053||丙烯|propene|mg/m3|kg|N7.3
    a24054||1,3-二氯丙烯|1,3-dichloropropene|mg/m3|kg|N7.3
    a24072||1,4-二恶烷|1,4-dioxane|mg/m3|kg|N7.3
    a24078||1,3-丁二烯|1,3-butadiene|mg/m3|kg|N7.3
    a24087|25|碳氢化合物|hydrocarbons|mg/m3|kg|N5.2
    a24088||非甲烷总烃|non-methane hydrocarbons|mg/m3|kg|N7.3
    a24099||氯甲烷|chloromethane|mg/m3|kg|N7.3
    a24110||反式-1,2-二氯乙烯|trans-1,2-dichloroethene|mg/m3|kg|N7.3
    a24111||顺式-1,2-二氯乙烯|cis-1,2-dichloroethene|mg/m3|kg|N7.3
    a24112||反式-1,3-二氯丙烯|trans-1,3-dichloropropene|mg/m3|kg|N7.3
    a24113||六氯-1,3-丁二烯|hexachloro-1,3-butadiene|mg/m3|kg|N7.3
    a25002||苯|benzene|mg/m3|kg|N7.3
    a25003|17|甲苯|toluene|mg/m3|kg|N4.2
    a25004||乙苯|ethylbenzene|mg/m3|kg|N7.3
    a25005|18|二甲苯|xylenes|mg/m3|kg|N4.2
    a25006||1,2-二甲基苯|o-xylene|mg/m3|kg|N7.3
    a25007||1,3-二甲基苯|m-xylene|mg/m3|kg|N7.3
    a25008||1,4-二甲基苯|p-xylene|mg/m3|kg|N7.3
    a25010|23|氯苯|chlorobenzene|mg/m3|kg|N4.3
    a25011||1,2-二氯苯|1,2-dichlorobenzene|mg/m3|kg|N7.3
    a25012||1,3-二氯苯|1,3-dichlorobenzene|mg/m3|kg|N7.3
    a25013||1,4-二氯苯|1,4-dichlorobenzene|mg/m3|kg|N7.3
    a25014||1-乙基-4-甲基苯|4-ethyltoluene|mg/m3|kg|N7.3
    a25015||1,2,4-三氯苯|1,2,4-trichlorobenzene|mg/m3|kg|N7.3
    a25019||1,2,4-三甲基苯|1,2,4-trimethylbenzene|mg/m3|kg|N7.3
    a25020||1,2,3-三甲基苯|1,2,3-trimethylbenzene|mg/m3|kg|N7.3
    a25021||1,3,5-三甲基苯|1,3,5-trimethylbenzene|mg/m3|kg|N7.3
    a25023|22|硝基苯|nitrobenzene|mg/m3|kg|N3.4
    a25038||乙烯基苯|styrene|mg/m3|kg|N7.3
    a25044|20|苯并[a]芘|benzo[a]pyrene|mg/m3|kg|N4.3
    a25072||四氢呋喃|tetrahydrofuran|mg/m3|kg|N7.3
    a26001|21|苯胺类|anilines|mg/m3|kg|N4.3
    a29017||乙酸乙酯|ethyl acetate|mg/m3|kg|N7.3
    a29026||乙酸乙烯酯|vinyl acetate|mg/m3|kg|N7.3
    a30001|28|甲醇|methanol|mg/m3|kg|N4.3
    a30008||异丙醇|isopropanol|mg/m3|kg|N7.3
    a30022|13|硫醇|thiols|mg/m3|kg|N4.3
    a31001|19|甲醛|formaldehyde|mg/m3|kg|N3.3
    a31002|26|乙醛|acetaldehyde|mg/m3|kg|N3.4
    a31024||丙酮|acetone|mg/m3|kg|N7.3
    a31025||2-丁酮|2-butanone|mg/m3|kg|N7.3
    a31030||甲基异丁基甲酮|methyl isobutyl ketone|mg/m3|kg|N7.3
    a34001||总悬浮颗粒物（TSP）|TSP|ng/m3|g|N4.3
    a34002||可吸入颗粒物（PM10）|PM10|ng/m3|g|N3.3
    a34004||细颗粒物（PM2.5）|PM2.5|ng/m3|g|N3.3
    a34005||亚微米颗粒物（PM1.0）|PM1|ng/m3|g|N3.3
    a34011||降尘|dustfall|t/(km2.month)||
    a34013|01|烟尘|stack particulate|mg/m3|kg|N4
    a34017||炭黑尘|carbon black|mg/m3|kg|N4
    a34038|09|沥青烟|asphalt fume|mg/m3|kg|N4.3
    a34039|14|硫酸雾|sulphuric acid mist|mg/m3|kg|N4.3
    a34040|15|铬酸雾|chromic acid mist|mg/m3|kg|N2.3
    a99010||丙烯腈|acrylonitrile|mg/m3|kg|N7.3
    a99049|24|光气|phosgene|mg/m3|kg|N3.3
    a99051|12|二硫化碳|carbon disulphide|mg/m3|kg|N4.3
    """

  /// Noise.
  static let noiseRows = """
    LA|B03|A 声级|A-weighted level|dB||N3.1
    L5||累计百分声级 L5|level exceeded 5 %|dB||N3.1
    L10||累计百分声级 L10|level exceeded 10 %|dB||N3.1
    L50||累计百分声级 L50|level exceeded 50 %|dB||N3.1
    L90||累计百分声级 L90|level exceeded 90 %|dB||N3.1
    L95||累计百分声级 L95|level exceeded 95 %|dB||N3.1
    Leq||等效声级|equivalent level|dB||N3.1
    Ldn||昼夜等效声级|day-night level|dB||N3.1
    Ld||昼间等效声级|day level|dB||N3.1
    Ln||夜间等效声级|night level|dB||N3.1
    LMx||最大瞬时声级|greatest level|dB||N3.1
    LMn||最小瞬时声级|least level|dB||N3.1
    """
}
