/// Tables of HJ 212-2017, Appendix B: water, written as those of air.
extension Factor {
  /// Waste water and surface water.
  static let waterRows = """
    w00000|B01|污水|waste water|L/s|m3|N5.2
    w01001|001|pH值|pH|1||N2.2
    w01002|002|色度|colour|degree||N3.2
    w01006||溶解性总固体|total dissolved solids|mg/L|kg|N4
    w01009||溶解氧|dissolved oxygen|mg/L||N3.1
    w01010||水温|water temperature|°C||N3.1
    w01012|003|悬浮物|suspended solids|mg/L|kg|N4
    w01014||电导率|conductivity|uS/cm||N3.1
    w01017|010|五日生化需氧量|five-day BOD|mg/L|kg|N5.1
    w01018|011|化学需氧量|COD|mg/L|kg|N5.1
    w01019||高锰酸盐指数|permanganate index|mg/L|kg|N3.1
    w01020|015|总有机碳|total organic carbon|mg/L|kg|N3.1
    w02003|550|粪大肠菌群|faecal coliforms|1/L||N9
    w02006||细菌总数|bacteria|1/L||N9
    w03001|570|总α放射性|total alpha activity|Bq/L||N3.1
    w03002|571|总β放射性|total beta activity|Bq/L||N3.1
    w19001||表面活性剂|surfactants|mg/L|kg|N3.2
    w19002|520|阴离子表面活性剂|anionic surfactants|mg/L|kg|N3.2
    w20012|039|钡|barium|mg/L|kg|N3.3
    w20023|037|硼|boron|mg/L|kg|N3.3
    w20038|040|钴|cobalt|mg/L|kg|N3.4
    w20061|038|钼|molybdenum|mg/L|kg|N3.4
    w20089|041|铊|thallium|ng/L|mg|N4
    w20092|036|锡|tin|mg/L|kg|N3.1
    w20111|020|总汞|total mercury|ug/L|g|N3.2
    w20113|021|烷基汞|alkyl mercury|ng/L|mg|N4
    w20115|022|总镉|total cadmium|ug/L|g|N3.1
    w20116|023|总铬|total chromium|mg/L|kg|N3.3
    w20117|024|六价铬|chromium(VI)|ug/L|g|N2.3
    w20119|026|总砷|total arsenic|ug/L|g|N2.3
    w20120|027|总铅|total lead|ug/L|g|N4
    w20121|028|总镍|total nickel|mg/L|kg|N3.2
    w20122|029|总铜|total copper|mg/L|kg|N3.2
    w20123|030|总锌|total zinc|mg/L|kg|N3.3
    w20124|031|总锰|total manganese|mg/L|kg|N3.3
    w20125|032|总铁|total iron|mg/L|kg|N3.3
    w20126|033|总银|total silver|mg/L|kg|N3.3
    w20127|034|总铍|total beryllium|ug/L|g|N3.3
    w20128|035|总硒|total selenium|ug/L|g|N4.2
    w20138||铜|copper|mg/L|kg|N3.3
    w20139||锌|zinc|mg/L|kg|N3.3
    w20140||硒|selenium|mg/L|kg|N3.3
    w20141||砷|arsenic|mg/L|kg|N3.3
    w20142||汞|mercury|ug/L|g|N3.3
    w20143||镉|cadmium|ug/L|g|N3.3
    w20144||铅|lead|mg/L|kg|N3.3
    w21001|065|总氮|total nitrogen|mg/L|kg|N4.2
    w21003|060|氨氮|ammonia nitrogen|mg/L|kg|N4.2
    w21004|062|凯氏氮|Kjeldahl nitrogen|mg/L|kg|N3.1
    w21006|063|亚硝酸盐|nitrite|mg/L|kg|N2.3
    w21007|064|硝酸盐|nitrate|mg/L|kg|N2.3
    w21011|101|总磷|total phosphorus|mg/L|kg|N3.2
    w21016|070|氰化物|cyanide|mg/L|kg|N3.3
    w21017|072|氟化物|fluoride|mg/L|kg|N4.2
    w21019|071|硫化物|sulphide|mg/L|kg|N3.3
    w21022|090|氯化物|chloride|mg/L|kg|N3.1
    w21038||硫酸盐|sulphate|mg/L|kg|N6
    w22001|080|石油类|petroleum oils|mg/L|kg|N3.2
    w23002|110|挥发酚|volatile phenols|mg/L|kg|N3.4
    w25043|540|苯并[α]芘|benzo[a]pyrene|ug/L|g|N3.1
    w33001|350|六六六|HCH|ng/L|mg|N4
    w33007|351|滴滴涕|DDT|ng/L|mg|N4
    w99001|061|有机氮|organic nitrogen|mg/L|kg|N3.1
    """
}
