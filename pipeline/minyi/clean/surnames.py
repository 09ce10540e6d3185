"""Chinese surnames, and the words that begin like one."""

from __future__ import annotations

from functools import cache

_OF_TWO = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
    "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘令狐百里呼延东郭南门轩辕拓跋第五"
    "歐陽司馬諸葛東方"
)
# The frequent ones (公安部 2020 and older counts), simplified and traditional; those that are
# function words as well (于 和 时 都 全 从 向 …) or mostly common nouns (车 水 房 …) are not here.
FREQUENT = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙"
    "万段雷钱汤尹黎易武乔贺赖龚樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦尤毕聂焦柳邢岳齐梅庄辛祝左涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项裴屈鲍霍翁隋阮柯闫肖喻褚柴蒙庞饶"
    "佟覃邬晏滕窦苑巩冉甘古桂敖戚娄缪宫糜鄢邝阳米張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鐘鍾譚鄒陸龍萬錢湯賴龔蘭顏嚴溫韋聖畢齊莊費紀歐項龐饒"
)
_OTHER = (
    "于余常白文安方游车向连时全都水房池成花包支和平路边从阚岑尚应宗宣郁卞仇栾麻国衣原司商仲沙申楚蔺蒲木鹿屠伊刁冷辜鞠闵尧习艾练信计祖简植占戈甯燕荣解初卓於餘車連應國"
    "習練計簡榮邊單曾查管关单强党景宁關卫衛席"
)
# Words of everyday life and of this trade that begin with a surname of the list.
_WORDS = (
    "谢谢高度高峰高层高空高压高温高新高龄高中高考高校高级高价高铁高速高兴高额高血"
    "何时何地何人何况何种何处何去何故任何任意任由任务任性万一万元万达万科万象马上马路马桶马达"
    "石头石材石油石子石灰石板石匠金额金钱金融金属金水金牌金银江边江苏江西江北江南江东江景"
    "田地田间田野田里黄色黄金黄土黄河黄昏高等林业林地林木林场温度温馨温泉雷雨雷电雷同毛病毛坯毛巾"
    "康复康养武装武汉武术牛奶牛肉牛羊汤药唐山宋代严重严格严厉严禁严肃严查程序程度许多许可许久"
    "曾经曾多管理管道管网管线管辖管控管护管家管委关于关注关心关系关门关闭关键关停关停"
    "单位单元单独单车单子单身单方单价单据解决解释解除解答解封解聘解冻项目强烈强行强制强调强迫强拆"
    "齐全舒适盛夏谷物谷雨古树古城古镇甘肃梅雨易燃易爆易发申请申报申诉申领申办管子左右左边左侧左转"
    "苗木费用费劲章程季度季节段时段路焦急焦虑温州顾客顾虑顾问顾家施工龙头龙门洪水陶瓷伍佰史上叶子"
    "夏天夏季夏日夏令杜绝潘家童年童装查询查看查处查明查实查封查收查找查出查到席位卫生卫健"
    "宁可宁愿宁夏景区景观党员党委党组党支党群米左米的米多阳台阳光纪委纪律纪检项链"
    "周边周围周末周一周二周三周四周五周六周日周期周岁孙子孙女孙辈程式"
    "于是于今于昨于前于上于当于本于事于去余款余额余下余元常年常常常住常客常见常用常态常务"
    "白天白领白色白酒白发白白文化文件文明文本文书安全安装安排安静安置安保安检安家"
    "方便方面方才方可方案方式方法方能游客游泳游玩游戏"
    "车主车辆车位车站车牌车库车间车子车道车门车祸车费向阳连续连日连夜连接连带连同"
    "时间时常时候时隔时至时有时任全家全体全部全程全年全村全国全县全区全市"
    "水费水电水管水压水表水务水质水利水库水泥水泵房屋房子房东房租房产房间房主房客房贷房管房地池塘"
    "成功成立成为成年成都花园花费花钱花坛包括包含包工包裹支付支持支部支书"
    "和平和谐和家和邻和我和其和他平时平台平安平房平方平均路过路上路口路边路面路灯路段路人边上边缘"
    "从来从事从去从昨从未从今从业尚未尚有尚无应该应当应急国家国庆国企国道国有"
    "原来原因原先原告原房原业司机司法商户商家商店商铺商场商品信访信用信息计划计算计生计费荣获"
    "初中初三欧式盖章石桥柳河庄稼侯车范围任课兰州阮囊樊城本人家属业主居民村民物业群众党支"
    "都有都是都没都说都在都不牟取关爱古稀冷水冷天易地马鞍金秋双方宣传尹始牛栏连锁郑州秦皇汪洋汪汪"
    "黎明梁柱"
)


@cache
def surnames_of_two() -> frozenset[str]:
    """Surnames of two characters."""
    return frozenset(_OF_TWO[at : at + 2] for at in range(0, len(_OF_TWO), 2))


@cache
def frequent_surnames() -> frozenset[str]:
    """Surnames that tell a person even without a mark between label and name."""
    return frozenset(FREQUENT)


@cache
def surnames() -> frozenset[str]:
    """All surnames of one character that are not rare."""
    return frozenset(FREQUENT + _OTHER)


@cache
def words_like_names() -> frozenset[str]:
    """Beginnings, two characters each, of words that are no names."""
    return frozenset(_WORDS[at : at + 2] for at in range(0, len(_WORDS), 2))
