/// Tables of HJ 212-2017, Appendix B: processes and what the unit says of itself, written as those of
/// air; `xx` and `x` stand for the number of the equipment.
///
/// Two codes are printed twice in the standard. The dosage of contact oxidation and the rate of
/// desulphurisation have here the numbers that their neighbours leave free: e711xx and g200xx.
extension Factor {
  /// Treatment of waste water.
  static let wasteWaterProcessRows = """
    e101xx||进水口流量|inlet flow|L/s||N6.2
    e102xx||进水口 COD|inlet COD|mg/L||N5.1
    e103xx||进水口氨氮|inlet ammonia nitrogen|mg/L||N3.2
    e104xx||进水口总磷|inlet total phosphorus|mg/L||N3.2
    e105xx||进水口总氮|inlet total nitrogen|mg/L||N5.1
    e106xx||进水口 pH|inlet pH|1||N2.2
    e201xx||出水口流量|outlet flow|L/s||N6.2
    e202xx||出水口 COD|outlet COD|mg/L||N5.1
    e203xx||出水口氨氮|outlet ammonia nitrogen|mg/L||N3.2
    e204xx||出水口总磷|outlet total phosphorus|mg/L||N3.2
    e205xx||出水口 pH|outlet pH|1||N2.2
    e301xx||污水提升泵|sewage lift pump|A||N4.2
    e302xx||鼓风机|blower|A||N4.2
    e303xx||鼓风量|air volume|mg/L||N7
    e304xx||生化池污泥浓度|biological tank sludge|mg/L||N5.1
    e305xx||生化池溶解氧浓度|biological tank oxygen|mg/L||N5.1
    e306xx||污泥剩余泵|excess sludge pump|A||N4.2
    e307xx||污泥回流泵|return sludge pump|A||N4.2
    e308xx||污泥回流量|return sludge|kg||N7
    e309xx||污泥剩余量|excess sludge|kg||N7
    e310xx||污泥压滤机|sludge press|A||N4.2
    e311xx||阀门状态|valve state|1||N1
    e312xx||储泥池液位|sludge tank level|m||N2.3
    e313xx||加药量|dosage|mg/L||N5.1
    e314xx||生化池氧化还原电位|biological tank redox|mV||N7
    e401xx||污水提升泵|sewage lift pump|A||N4.2
    e402xx||曝气设备|aerator|A||N4.2
    e403xx||生化池污泥浓度|biological tank sludge|mg/L||N5.1
    e404xx||厌氧池溶解氧浓度|anaerobic tank oxygen|mg/L||N5.1
    e405xx||缺氧池溶解氧浓度|anoxic tank oxygen|mg/L||N5.1
    e406xx||好氧池溶解氧浓度|aerobic tank oxygen|mg/L||N5.1
    e407xx||污泥剩余泵|excess sludge pump|A||N4.2
    e408xx||污泥回流泵|return sludge pump|A||N4.2
    e409xx||污泥回流量|return sludge|kg||N4.2
    e410xx||污泥剩余量|excess sludge|kg||N4.2
    e411xx||污泥压滤机|sludge press|A||N4.2
    e412xx||搅拌器状态|mixer state|1||N1
    e413xx||阀门状态|valve state|1||N1
    e414xx||缺氧池氧化还原电位|anoxic tank redox|mV||N7
    e415xx||好氧池氧化还原电位|aerobic tank redox|mV||N7
    e416xx||提升泵池液位|lift pump tank level|m||N2.3
    e417xx||储泥池液位|sludge tank level|m||N2.3
    e418xx||加药量|dosage|mg/L||N5.1
    e501xx||污水提升泵|sewage lift pump|A||N4.2
    e502xx||曝气设备|aerator|A||N4.2
    e503xx||供气量状态|air supply state|1||N1
    e504xx||生化池污泥浓度|biological tank sludge|mg/L||N5.1
    e505xx||厌氧池溶解氧浓度|anaerobic tank oxygen|mg/L||N5.1
    e506xx||缺氧池溶解氧浓度|anoxic tank oxygen|mg/L||N5.1
    e507xx||好氧池溶解氧浓度|aerobic tank oxygen|mg/L||N5.1
    e508xx||混合液回流泵|mixed liquor return pump|A||N4.2
    e509xx||剩余污泥泵|excess sludge pump|A||N4.2
    e510xx||剩余污泥量|excess sludge|kg||N7
    e511xx||搅拌器状态|mixer state|1||N1
    e512xx||阀门状态|valve state|1||N1
    e513xx||缺氧池氧化还原电位|anoxic tank redox|mV||N7
    e514xx||好氧池氧化还原电位|aerobic tank redox|mV||N7
    e515xx||提升泵池液位|lift pump tank level|m||N2.3
    e516xx||储泥池液位|sludge tank level|m||N2.3
    e517xx||加药量|dosage|mg/L||N5.1
    e601xx||污水提升泵|sewage lift pump|A||N4.2
    e602xx||曝气设备|aerator|A||N4.2
    e603xx||SBR 池污泥浓度|SBR tank sludge|mg/L||N5.1
    e604xx||SBR 池溶解氧浓度|SBR tank oxygen|mg/L||N5.1
    e605xx||污泥剩余泵|excess sludge pump|A||N4.2
    e606xx||污泥回流泵|return sludge pump|A||N4.2
    e607xx||污泥回流量|return sludge|kg||N7
    e608xx||污泥剩余量|excess sludge|kg||N7
    e609xx||污泥压滤机|sludge press|A||N4.2
    e610xx||搅拌器|mixer|A||N4.2
    e614xx||SBR 池曝气搅拌时氧化还原电位|SBR tank redox|mV||N7
    e615xx||阀门状态|valve state|1||N1
    e616xx||提升泵池液位|lift pump tank level|m||N2.3
    e617xx||储泥池液位|sludge tank level|m||N2.3
    e701xx||污水提升泵|sewage lift pump|A||N4.2
    e702xx||曝气设备|aerator|A||N4.2
    e703xx||接触氧化池污泥浓度|contact tank sludge|mg/L||N5.1
    e704xx||接触氧化池溶解氧浓度|contact tank oxygen|mg/L||N5.1
    e705xx||剩余污泥泵|excess sludge pump|A||N4.2
    e706xx||剩余污泥量|excess sludge|kg||N7
    e707xx||污泥压滤机|sludge press|A||N4.2
    e708xx||阀门状态|valve state|1||N1
    e709xx||提升泵池液位|lift pump tank level|m||N2.3
    e710xx||储泥池液位|sludge tank level|m||N2.3
    e711xx||加药量|dosage|mg/L||N5.1
    e801xx||污水提升泵|sewage lift pump|A||N4.2
    e802xx||曝气设备|aerator|A||N4.2
    e803xx||污泥浓度|sludge|mg/L||N5.1
    e804xx||溶解氧浓度|dissolved oxygen|mg/L||N5.1
    e805xx||剩余污泥泵|excess sludge pump|A||N4.2
    """

  /// Treatment of flue gas.
  static let flueGasProcessRows = """
    g101xx||增压风机状态|booster fan state|1||N1
    g102xx||增压风机电流|booster fan current|A||N4.2
    g103xx||浆液循环泵状态|slurry circulation pump state|1||N1
    g104xx||浆液循环泵电流|slurry circulation pump current|A||N4.2
    g105xx||密封机状态|sealing fan state|1||N1
    g106xx||密封机电流|sealing fan current|A||N4.2
    g107xx||GGH 运行状态|gas-gas heater state|1||N1
    g108xx||GGH 电机电流|gas-gas heater current|A||N4.2
    g109xx||浆液泵状态|slurry pump state|1||N1
    g110xx||浆液泵流量|slurry pump flow|m3/h||N4.3
    g111xx||脱硫塔内浆液 pH|slurry pH|1||N2.2
    g112xx||吸收塔除雾器状态|demister state|1||N1
    g113xx||吸收塔除雾器电流|demister current|A||N4.2
    g114xx||吸收塔搅拌器状态|absorber mixer state|1||N1
    g115xx||吸收塔浆液密度|slurry density|kg/m3||N3.3
    g116xx||旁路挡板门开度|bypass damper opening|°||N4
    g117xx||石膏排除泵状态|gypsum pump state|1||N1
    g118xx||石膏排除泵电流|gypsum pump current|A||N4.2
    g119xx||入口二氧化硫|inlet SO2|mg/m3||N3.3
    g120xx||入口氮氧化物|inlet NOx|mg/m3||N3.3
    g121xx||入口含氧量|inlet oxygen|%||N3.1
    g122xx||入口流量|inlet flow|m3/h||N4.3
    g123xx||入口温度|inlet temperature|°C||N3.1
    g124xx||入口烟尘|inlet particulate|mg/m3||N3.3
    g125xx||入口压力|inlet pressure|kPa||N5.3
    g126xx||入口湿度|inlet humidity|%||N3.1
    g127xx||出口二氧化硫|outlet SO2|mg/m3||N3.3
    g128xx||出口氮氧化物|outlet NOx|mg/m3||N3.3
    g129xx||出口含氧量|outlet oxygen|%||N3.1
    g130xx||出口流量|outlet flow|m3/h||N4.3
    g131xx||出口温度|outlet temperature|°C||N3.1
    g132xx||出口烟尘|outlet particulate|mg/m3||N3.3
    g133xx||出口压力|outlet pressure|kPa||N5.3
    g134xx||出口湿度|outlet humidity|%||N3.1
    g200xx||脱硫率|desulphurisation rate|%||N3.2
    g201xx||脱硫塔内喷水泵电流|spray pump current|A||N4.2
    g202xx||脱硫剂输送装置|sorbent feeder|A||N4.2
    g203xx||称重给煤机计量信号|coal feeder signal|1||N1
    g204xx||炉膛床压|bed pressure|Pa||N7
    g205xx||炉膛床温|bed temperature|°C||N5.1
    g206xx||冷渣器转速|slag cooler speed|1/min||N6
    g207xx||返料风机电流|return fan current|A||N4.2
    g208xx||引风机电流|induced fan current|A||N4.2
    g209xx||一次风机电流|primary fan current|A||N4.2
    g210xx||二次风机电流|secondary fan current|A||N4.2
    g211xx||石灰石给料机电流|limestone feeder current|A||N4.2
    g212xx||脱硫率|desulphurisation rate|%||N3.1
    g301xx||氨喷射系统电流|ammonia injection current|A||N4.2
    g302xx||稀释风机状态|dilution fan state|1||N1
    g303xx||稀释风机电流|dilution fan current|A||N4.2
    g304xx||氨泵风机状态|ammonia pump fan state|1||N1
    g305xx||氨泵风机电流|ammonia pump fan current|A||N4.2
    g306xx||旁路挡板状态|bypass damper state|1||N1
    g307xx||旁路挡板开度|bypass damper opening|°||N4
    g308xx||旁路挡板左右压差|bypass damper pressure difference|kPa||N5.3
    """

  /// Instruments, loggers and stations.
  static let unitRows = """
    i11001||运行日志|operating log|||C890
    i12001||工作状态|working state|1||N2
    i12002||分析仪与数采仪通讯状态|link of analyser and logger|1||N1
    i12003||COD 分析仪报警状态|COD analyser alarm|1||N1
    i13001||测量量程|measuring range|||
    i13002||测量精度|precision|||
    i13003||测量间隔|measuring interval|min||N4
    i13004||消解温度|digestion temperature|°C||N3.1
    i13005||消解时长|digestion time|min||N2
    i13006||校准时间|time of calibration|||T14
    i13007||截距|intercept|||
    i13008||斜率|slope|||
    i13009||测量检出限|detection limit|||
    i21001||运行日志|operating log|||C890
    i22001||工作状态|working state|1||N1
    i22002||用户状态|user state|1||N1
    i22003||数采仪与上位机通讯状态|link of logger and centre|1||N1
    i22101||数采仪通道通讯状态|link of a channel|1||N1
    i23001||本地大气压力|local air pressure|kPa||N3.3
    i31001||门禁日志|door log|||C890
    i32001||门禁状态|door state|1||N1
    i33001||CEMS 伴热管温度|CEMS heated line temperature|°C||N4
    i33002||CEMS 冷凝温度|CEMS condenser temperature|°C||N1.1
    i33101||监测站房温度|station temperature|°C||N4
    i33102||监测站房湿度|station humidity|%||N4
    i33103||监测站房电压|station voltage|V||N4
    i33104||监测站房原水压力|station raw water pressure|kPa||N6
    i33105||监测站房进样压力 1|station sample pressure 1|kPa||N6
    i33106||监测站房进样压力 2|station sample pressure 2|kPa||N6
    i33107||沉砂池清洗时间|grit chamber cleaning time|s||N4
    i33200||污水处理站（厂）电流量|sewage works current|A||N4.2
    i33201||污水处理站（厂）累计耗电量|sewage works energy, total|kWh||N13
    i33202||污水处理站（厂）日耗电量|sewage works energy of a day|kWh||N7
    i3331x||炉膛内上部焚烧温度|upper furnace temperature|°C||N4.1
    i3332x||炉膛内中部焚烧温度|middle furnace temperature|°C||N4.1
    i3333x||炉膛内下部焚烧温度|lower furnace temperature|°C||N4.1
    i3334x||炉膛内二次空气喷入点温度|secondary air temperature|°C||N4.1
    i33400||生产负荷|production load|%||N3.1
    """
}
