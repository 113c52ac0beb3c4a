BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE article (
	id INTEGER NOT NULL, 
	doc_id TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	extraction_hash TEXT NOT NULL, 
	text TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT, 
	published TEXT, 
	lang TEXT, 
	language TEXT NOT NULL, 
	CONSTRAINT pk_article PRIMARY KEY (id), 
	CONSTRAINT uq_article_doc_id UNIQUE (doc_id)
);
INSERT INTO "article" VALUES(1,'amd-openai-de264ca3a4','49e6c096bf32423721b9ec546b0e586553ce5f7c632f9f876688a76d2d7d4ddb','c38e55ff1dfb3d49393525effdadf1c0655d70775a712ba37d1a8b1eb3983339','美国芯片厂商AMD本周一宣布，将向OpenAI分批供应总计6吉瓦的Instinct GPU，首批1吉瓦将于2026年下半年开始部署。作为交换，AMD向OpenAI发行认股权证，后者最多可按每股0.01美元的价格认购1.6亿股AMD股票，约占公司10%的股份。
而在两周之前，英伟达刚刚与OpenAI签署意向书，拟向其投资至多1000亿美元，并由OpenAI部署至少10吉瓦的英伟达系统。
供应商出资、客户下单的做法正在扩散。据彭博社报道，马斯克的xAI正在筹集200亿美元资金，其中英伟达最多出资20亿美元，所得款项将用于购买英伟达的芯片。甲骨文则与OpenAI签有为期五年、价值3000亿美元的算力合同，容量4.5吉瓦。
Meta也加入了抢购。CoreWeave 9月30日披露，Meta承诺在2031年底前向其支付至多142亿美元，购买云端算力。
“这像是一群人围着桌子互相请客，”一位不愿具名的基金经理说，“账单加起来有1万亿美元，可桌上只有130亿美元现金。”
受消息刺激，AMD股价周一上涨24%。瑞银估计，该协议每吉瓦可为AMD带来约150亿美元收入，前提是OpenAI付得起钱。','AMD与OpenAI达成六吉瓦芯片协议 附送1.6亿股认股权证',NULL,'2025-10-08','zh-CN','zh-Hans');
INSERT INTO "article" VALUES(2,'anthropic-alliance-hk-94b6e971da','d8f02d9486734b7f489a458c3ba8dd1751fba071f32d93047be6afeb35d56112','89a0a74e31ce3ae1d717aa4c065069916e29a0ecc42505a01b017ece350d73c6','微軟英偉達齊撐Anthropic　最多合共注資150億美元

【本報訊】2025年11月18日，微軟、英偉達與人工智能公司Anthropic宣布結盟。英偉達承諾向Anthropic投資最多100億美元，微軟則最多投資50億美元；Anthropic反過來承諾，向微軟購買300億美元的Azure雲端算力，並可額外租用最多1吉瓦、以英偉達晶片驅動的容量。

消息人士稱，新投資令Anthropic的估值升至約3,500億美元，比9月時近乎倍增。

市場隨即聯想到OpenAI。英偉達9月22日表示，擬向OpenAI投資最多1,000億美元，OpenAI則會部署至少10吉瓦的英偉達系統；AMD亦於10月6日與OpenAI達成6吉瓦的晶片供應協議，並向對方發出最多1.6億股的認股權證。11月3日，OpenAI再與亞馬遜旗下AWS簽約，七年斥資380億美元購買算力。

軟銀的做法剛好相反。該集團11月11日公布，10月已悉數沽清手上3,210萬股英偉達股份，套現58.3億美元，用來支付對OpenAI的投資。

另一邊廂，比特幣礦企Core Scientific的股東10月30日否決CoreWeave的收購，涉資約90億美元的換股交易告吹。

有基金經理打趣說：「如果每間公司都是另一間的客戶，那誰是最後付錢的人？」高盛估計，五大雲端商明年資本開支合共將超過5,000億美元。
','',NULL,NULL,NULL,'zh-Hant');
INSERT INTO "article" VALUES(3,'anthropic-pact-9d80dbfad7','e6cae577ba942d12d662a9d1497c207e7c1b016e98be2ca6a5898d6a322d7843','0463f3b225cebf3e837c1490f89aad46d8578b56d18bb104f064d9018a4c2227','Anthropic''s three-way pact shows how AI money goes round

On November 18, 2025 Anthropic agreed to buy $30 billion of computing capacity from Microsoft''s Azure cloud. On the same day two backers promised it fresh capital: up to $10 billion from Nvidia and up to $5 billion from Microsoft. Anthropic may also contract for up to one gigawatt of additional capacity running on Nvidia systems.

The pattern is familiar. In September Nvidia said that it intended to invest up to $100 billion in OpenAI, which is to deploy 10 gigawatts of its systems. In October AMD handed OpenAI warrants for as many as 160 million shares alongside a six-gigawatt supply agreement. And on November 3 OpenAI placed a $38 billion order with Amazon Web Services, to run for seven years.

Not everyone is buying. SoftBank disclosed on November 11 that it had sold its entire holding in Nvidia, 32.1 million shares, for $5.83 billion. It needed the cash for OpenAI, where it led a $40 billion round.

Some deals have not survived. CoreWeave''s $9 billion all-share offer for Core Scientific collapsed on October 30 when shareholders of the latter rejected it. And a rumour that Meta might spend billions of dollars on Google''s AI chips, which was reported by The Information, has not been confirmed by either company.

Anthropic was valued at about $350 billion after the pact, people familiar with the terms said. Were demand for AI to disappoint, Moody''s wrote, a handful of companies would be left holding one another''s promises.
','',NULL,NULL,NULL,'en');
INSERT INTO "article" VALUES(4,'demo-zh-hant-01','61f60180507d452298909cc3f7f07e058fc731e21bc7a512a63fcd52cd0e5867','255aedc90160418af89ff6cc2542348909d1b2908092223ddc340803ad7acbd2','（台北訊）輝達（NVIDIA）與OpenAI昨天宣布簽署意向書，輝達打算分期對OpenAI投資最多1,000億美元，OpenAI則將部署至少10GW的輝達系統，第一批1GW預計2026年下半年上線。雙方說，每完成1GW部署，輝達就撥付一部分資金。

這筆錢怎麼花，市場心裡有數。OpenAI稍早已與甲骨文（Oracle）簽下五年3,000億美元的合約，向對方租用4.5GW的運算容量，2027年起算；甲骨文為了履約，又得向輝達採購約400億美元的GB200晶片，放進德州阿比林的資料中心。

資金就這樣繞了一圈：輝達投資OpenAI，OpenAI付錢給甲骨文，甲骨文再向輝達買晶片。分析師開玩笑說，這叫「左口袋換右口袋」。

軟銀也在這個圈子裡。該集團今年3月底領投OpenAI的400億美元募資，並與OpenAI、甲骨文、MGX合組星際之門（Stargate），四年內要在美國投入最多5,000億美元。

輝達昨天股價上漲近4%，市值逼近4.5兆美元。花旗預估，要建置10GW的資料中心，總花費可能高達5,000億到6,000億美元，其中大約六成會變成輝達的營收。','輝達擬對OpenAI投資上千億美元 錢最後又流回輝達',NULL,'2025-09-23','zh-Hant','zh-Hant');
INSERT INTO "article" VALUES(5,'demo-zh-hant-02','c0812970db5f0fc272d291826751a26af9267b52d26d845989c4d5e117621fed','e27051f3c36bbb8c0997b56fad82f0f4b3e2873fbbc8bf893e56604a77cca410','超微（AMD）昨天宣布，將在未來數年供應OpenAI總計6GW的Instinct繪圖處理器，首批1GW的MI450預定2026年下半年開始部署。超微財務長說，這項合作可望帶來數百億美元的營收，但沒有公布合約金額。

特別的是付款的方向。超微同時發給OpenAI認股權證，OpenAI可以每股0.01美元認購最多1億6,000萬股超微普通股，約占超微股權的一成，依部署進度與股價分批生效，最後一批要等超微股價漲到600美元。

兩周前，輝達才說要投資OpenAI最多1,000億美元，換取後者部署10GW的輝達系統。前者是供應商拿錢給客戶，後者是供應商拿股票給客戶，華爾街稱為「循環融資」。

OpenAI的採購清單不只這些：它向甲骨文買五年3,000億美元的算力，也跟CoreWeave簽了三份合約，其中3月那一份為119億美元，5月追加40億美元，9月下旬再加65億美元。外電另引述消息人士指出，OpenAI正與博通（Broadcom）洽談一項客製晶片的合作，規模可能達10GW，雙方都不願評論。

超微股價昨天大漲24%，單日市值增加約800億美元。摩根士丹利則提醒，OpenAI今年營收估計只有130億美元。','超微贏得OpenAI六百萬瓩大單 奉上1.6億股認股權證',NULL,'2025-10-07','zh-Hant','zh-Hant');
INSERT INTO "article" VALUES(6,'demo-zh-hans-01','999bacf6d33d0c493a796cfaa181476486d9861dbcef303a57b35991e364b2dd','4c996c1099788d9f40763f4d448fc4cf0aef11ebe8c31999a0e23e4ee80c2cd8','据《华尔街日报》10日报道，OpenAI已与甲骨文签订合同，将在约五年内向后者购买价值3000亿美元的算力，合同自2027年起执行，涉及4.5吉瓦的数据中心容量，约等于四百万户家庭的用电。这是迄今规模最大的云计算合同之一。

甲骨文自己也要花钱。知情人士说，该公司正向英伟达采购约40万颗GB200芯片，金额约400亿美元，供得州阿比林的园区使用，租期15年。

OpenAI的钱从哪里来？软银今年3月31日宣布领投OpenAI新一轮400亿美元融资，其中软银最多出300亿美元，其余由联合投资者承担。1月，软银、OpenAI、甲骨文与阿联酋基金MGX在白宫宣布成立星际之门，计划四年投资5000亿美元，首期1000亿美元。

此外，OpenAI今年3月还同CoreWeave签下为期五年、价值119亿美元的合同，5月又追加40亿美元。英伟达则持有CoreWeave约7%的股份。

受此消息推动，甲骨文股价10日一度上涨43%，市值接近1万亿美元，埃里森的身家短暂超过马斯克。不过有分析师提醒，OpenAI今年收入约为130亿美元，如果用户增长放缓，每年600亿美元的账单恐怕难以兑现。','甲骨文与OpenAI签下五年3000亿美元算力合同',NULL,'2025-09-11','zh-Hans','zh-Hans');
INSERT INTO "article" VALUES(7,'demo-zh-hans-02','44edcfd82f78fe255bc6622dedae24b156d79362a2d8982327184aab8bbce782','90a9c9801e848572bac5a56720837876afc7561e2cec050c01879b8db6220710','亚马逊云科技（AWS）3日宣布，与OpenAI签署一份为期七年、总额380亿美元的协议。OpenAI即日起使用AWS的数十万颗英伟达GPU，全部容量将在2026年底前部署到位。亚马逊股价当天上涨4%，创历史新高。

同一天，微软也在四处找算力。澳大利亚的IREN说，微软将在五年内向其购买97亿美元的云服务，其中20%预付；IREN为此向戴尔订购了58亿美元的GPU与配套设备。两个月前，Nebius曾披露微软将在2031年以前向其采购174亿美元的算力，如果追加容量，合同金额最高可达194亿美元。

也有谈不成的。10月30日，Core Scientific的股东投票否决了CoreWeave约90亿美元的全股票收购，双方随即终止协议。CoreWeave表示不会提高报价。

再往前看，英伟达9月宣布拟向OpenAI投资至多1000亿美元，但截至目前仍停留在意向书阶段；AMD则以最多1.6亿股认股权证换来了OpenAI六吉瓦的订单。

奥尔特曼上周末在播客里被问到，年收入130亿美元的公司如何承担1.4万亿美元的开支，他回答：“你要是想卖股票，我帮你找买家。”摩根大通估算，全球AI基础设施到2030年需要投入5万亿美元。','OpenAI转投亚马逊云 七年采购380亿美元',NULL,'2025-11-04','zh-Hans','zh-Hans');
INSERT INTO "article" VALUES(8,'demo-en-01','01255994444edaf346ea79186d1eb9e923b4dc15048290701968b35ac372c4cf','066d5079c4e9f97419d1fbefe3bf675c3eb7b667245ff78cdfdc952ceae1f802','Nvidia plans to invest as much as $100 billion in OpenAI, and the start-up behind ChatGPT will put at least 10 gigawatts of the chipmaker''s systems into its data centres, the two companies said on Monday. The money is to be paid in stages as each gigawatt is deployed, with the first due in the second half of 2026. So far they have signed only a letter of intent.

Investors were quick to spot the circle. OpenAI has a contract with Oracle, worth $300 billion over about five years, for 4.5 gigawatts of computing power. To deliver it, Oracle is spending around $40 billion on Nvidia processors for a campus in Abilene, Texas.

Nvidia has been busy with its chequebook this month. It agreed last week to buy $5 billion of Intel''s shares at $23.28 each, and it has promised to purchase any capacity that CoreWeave cannot sell until April 2032, an order with an initial value of $6.3 billion.

SoftBank, which led a $40 billion funding round for OpenAI in March, is a partner in the $500 billion Stargate project together with Oracle, OpenAI and MGX.

Nvidia''s shares rose 3.9%, adding about $170 billion to its market value. Analysts at NewStreet estimate that each $10 billion the company puts into OpenAI comes back as $35 billion of chip sales. "It is like lending your neighbour money to buy your car," joked one fund manager.','Nvidia to invest up to $100 billion in OpenAI, which will spend it on Nvidia chips',NULL,'2025-09-23','en','en');
INSERT INTO "article" VALUES(9,'demo-en-02','50d8f1f4ce4d1e1d84cc2c311a2458ccfd040076185294742d8140e7d9207b0b','70fbd49990115681a6951018d4aba826518729ea7cfd39c20e64d33c5bd912e1','OpenAI has agreed to buy $38 billion of cloud computing from Amazon Web Services over seven years, its first contract with the market leader. It will begin to use AWS straight away, and all of the capacity should be in place before the end of 2026, the companies said on Monday.

The agreement adds to a long list. OpenAI is committed to $300 billion of computing from Oracle, and last month AMD said it would supply the start-up with six gigawatts of processors; in return OpenAI received warrants for up to 160 million AMD shares, about 10% of the company.

Microsoft, once OpenAI''s only cloud provider, is shopping as well. It signed a five-year contract worth $9.7 billion with IREN this week. In September it turned to Nebius of Amsterdam for capacity worth $17.4 billion through 2031, a figure that may grow to $19.4 billion.

CoreWeave has had a mixed autumn. Meta will pay it up to $14.2 billion for capacity through 2031. But its all-stock takeover of Core Scientific, valued at about $9 billion when it was announced in July, was voted down by the target''s shareholders on October 30 and has been terminated.

According to people familiar with the matter, Anthropic is in early talks with Google about a further investment; neither would comment.

OpenAI expects about $13 billion of revenue this year. Its commitments for the next eight years come to some $1.4 trillion, according to chief executive Sam Altman.','Amazon joins the circle with $38 billion OpenAI deal',NULL,'2025-11-05','en','en');
INSERT INTO "article" VALUES(10,'alias-a','613f0913e825a0829cd9947ee2807b272ba65caee31fa131aa38ca8f3dd88314','3cd0c3693da682b8040784c828266028e3a2ed4b89e3efce069cd87cd2956abc','Microsoft will rent computers from Zzyx Northern for $1000.','',NULL,'2025-11-05',NULL,'en');
INSERT INTO "article" VALUES(11,'alias-b','1ae854e3d1a54e6b99df88149ca491357160ff5bb3f0aa5aea19eacaf3610ca6','3cd0c3693da682b8040784c828266028e3a2ed4b89e3efce069cd87cd2956abc','Microsoft will rent computers from Zzyx Northern for $1000. It was corrected.','',NULL,'2025-11-05',NULL,'en');
CREATE TABLE company (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	CONSTRAINT pk_company PRIMARY KEY (id)
);
INSERT INTO "company" VALUES('openai','OpenAI',0);
INSERT INTO "company" VALUES('amd','AMD',0);
INSERT INTO "company" VALUES('nvidia','Nvidia',0);
INSERT INTO "company" VALUES('xai','xAI',0);
INSERT INTO "company" VALUES('oracle','Oracle',0);
INSERT INTO "company" VALUES('coreweave','CoreWeave',0);
INSERT INTO "company" VALUES('meta','Meta',0);
INSERT INTO "company" VALUES('microsoft','Microsoft',0);
INSERT INTO "company" VALUES('anthropic','Anthropic',0);
INSERT INTO "company" VALUES('aws','AWS',0);
INSERT INTO "company" VALUES('softbank','SoftBank',0);
INSERT INTO "company" VALUES('core-scientific','Core Scientific',0);
INSERT INTO "company" VALUES('google','Google',0);
INSERT INTO "company" VALUES('broadcom','Broadcom',0);
INSERT INTO "company" VALUES('iren','IREN',0);
INSERT INTO "company" VALUES('dell-technologies','Dell Technologies',0);
INSERT INTO "company" VALUES('intel','Intel',0);
INSERT INTO "company" VALUES('mgx','MGX',0);
INSERT INTO "company" VALUES('~zzyxnorthern','Zzyx Northern',1);
CREATE TABLE deal (
	id TEXT NOT NULL, 
	created TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	amount_value TEXT, 
	amount_currency TEXT, 
	day TEXT, 
	languages TEXT NOT NULL, 
	sources INTEGER NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_deal PRIMARY KEY (id)
);
INSERT INTO "deal" VALUES('D-QTVMNMHX','2026-11-21T18:45:02.773296+00:00','investment','agreed',NULL,NULL,'2025-10-06','en zh-Hans zh-Hant',6,'{"kind":"investment","parties":[{"name":"OpenAI","role":"investor","company_id":"openai","aliases":[]},{"name":"AMD","role":"investee","company_id":"amd","aliases":["超微"]}],"amount":null,"power":{"value":"6","bound":"exact"},"terms":{"years":null,"start":"2026-H2","end":null,"stake_pct":"10","shares":"160000000","price_per_share":{"value":"0.01","currency":"USD"},"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-10-06","quote":"AMD亦於10月6日與OpenAI達成6吉瓦的晶片供應協議，並向對方發出最多1.6億股的認股權證。","confidence":0.9268,"languages":["en","zh-Hans","zh-Hant"],"sources":6,"latest":"2025-11-05","chosen_by":{"shares":"newest","status":"furthest along"}}');
INSERT INTO "deal" VALUES('D-OPJL7PBU','2026-11-21T18:45:02.773296+00:00','investment','agreed','100000000000','USD','2025-09-22','en zh-Hans zh-Hant',7,'{"kind":"investment","parties":[{"name":"OpenAI","role":"investee","company_id":"openai","aliases":[]},{"name":"Nvidia","role":"investor","company_id":"nvidia","aliases":["NVIDIA","英伟达","英偉達","英偉達股份","輝達"]}],"amount":{"value":"100000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":{"value":"10","bound":"exact"},"terms":{"years":null,"start":"2026-H2","end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-09-22","quote":"英偉達9月22日表示，擬向OpenAI投資最多1,000億美元，OpenAI則會部署至少10吉瓦的英偉達系統；","confidence":0.9208,"languages":["en","zh-Hans","zh-Hant"],"sources":7,"latest":"2025-11-04","chosen_by":{"status":"furthest along","announced":"most precise"}}');
INSERT INTO "deal" VALUES('D-DYGIBJDY','2026-11-21T18:45:02.773296+00:00','purchase','planned',NULL,NULL,'2025-10-08','zh-Hans zh-Hant',2,'{"kind":"purchase","parties":[{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]},{"name":"Nvidia","role":"seller","company_id":"nvidia","aliases":["英伟达","英偉達","英偉達股份"]}],"amount":null,"power":{"value":"10","bound":"min"},"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"planned","announced":null,"quote":"英偉達9月22日表示，擬向OpenAI投資最多1,000億美元，OpenAI則會部署至少10吉瓦的英偉達系統；","confidence":0.78,"languages":["zh-Hans","zh-Hant"],"sources":2,"latest":"2025-10-08","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-OT5K3NLY','2026-11-21T18:45:02.773296+00:00','investment','rumoured','20000000000','USD','2025-10-08','zh-Hans',1,'{"kind":"investment","parties":[{"name":"xAI","role":"investee","company_id":"xai","aliases":[]}],"amount":{"value":"20000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"据彭博社报道，马斯克的xAI正在筹集200亿美元资金，其中英伟达最多出资20亿美元，所得款项将用于购买英伟达的芯片。","confidence":0.83,"languages":["zh-Hans"],"sources":1,"latest":"2025-10-08","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-F3O2XBDI','2026-11-21T18:45:02.773296+00:00','purchase','rumoured','2000000000','USD','2025-10-08','zh-Hans',1,'{"kind":"purchase","parties":[{"name":"Nvidia","role":"seller","company_id":"nvidia","aliases":["英伟达"]},{"name":"xAI","role":"buyer","company_id":"xai","aliases":[]}],"amount":{"value":"2000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"据彭博社报道，马斯克的xAI正在筹集200亿美元资金，其中英伟达最多出资20亿美元，所得款项将用于购买英伟达的芯片。","confidence":0.88,"languages":["zh-Hans"],"sources":1,"latest":"2025-10-08","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-ZPT7SIPK','2026-11-21T18:45:02.773296+00:00','compute','agreed','300000000000','USD','2025-11-05','en zh-Hans zh-Hant',6,'{"kind":"compute","parties":[{"name":"Oracle","role":"seller","company_id":"oracle","aliases":["甲骨文"]},{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]}],"amount":{"value":"300000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":{"value":"4.5","bound":"exact"},"terms":{"years":"5","start":"2027","end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"甲骨文则与OpenAI签有为期五年、价值3000亿美元的算力合同，容量4.5吉瓦。","confidence":0.88,"languages":["en","zh-Hans","zh-Hant"],"sources":6,"latest":"2025-11-05","chosen_by":{"kind":"4 of 6 claims"}}');
INSERT INTO "deal" VALUES('D-BSZY4SF6','2026-11-21T18:45:02.773296+00:00','compute','agreed','14200000000','USD','2025-09-30','en zh-Hans',2,'{"kind":"compute","parties":[{"name":"CoreWeave","role":"seller","company_id":"coreweave","aliases":[]},{"name":"Meta","role":"buyer","company_id":"meta","aliases":[]}],"amount":{"value":"14200000000","currency":"USD","bound":"max","low":null,"high":null},"power":null,"terms":{"years":null,"start":"2031-Q4","end":"2031","stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-09-30","quote":"Meta will pay it up to $14.2 billion for capacity through 2031.","confidence":0.78,"languages":["en","zh-Hans"],"sources":2,"latest":"2025-11-05","chosen_by":{"kind":"newest"}}');
INSERT INTO "deal" VALUES('D-3QZEK4CH','2026-11-21T18:45:02.773296+00:00','investment','agreed','15000000000','USD','2025-11-18','zh-Hant',1,'{"kind":"investment","parties":[{"name":"Microsoft","role":"investor","company_id":"microsoft","aliases":["Azure","微軟"]},{"name":"Nvidia","role":"investor","company_id":"nvidia","aliases":["英偉達","英偉達股份"]},{"name":"Anthropic","role":"investee","company_id":"anthropic","aliases":[]}],"amount":{"value":"15000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-11-18","quote":"微軟英偉達齊撐Anthropic　最多合共注資150億美元","confidence":0.7179,"languages":["zh-Hant"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-N2QGQUM3','2026-11-21T18:45:02.773296+00:00','investment','agreed','5000000000','USD',NULL,'zh-Hant',1,'{"kind":"investment","parties":[{"name":"Anthropic","role":"investee","company_id":"anthropic","aliases":[]},{"name":"Microsoft","role":"investor","company_id":"microsoft","aliases":["Azure","微軟"]}],"amount":{"value":"5000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"英偉達承諾向Anthropic投資最多100億美元，微軟則最多投資50億美元；","confidence":0.88,"languages":["zh-Hant"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-MMKDJFQ3','2026-11-21T18:45:02.773296+00:00','compute','agreed','30000000000','USD','2025-11-18','en zh-Hant',2,'{"kind":"compute","parties":[{"name":"Microsoft","role":"seller","company_id":"microsoft","aliases":["Azure","微軟"]},{"name":"Anthropic","role":"buyer","company_id":"anthropic","aliases":[]}],"amount":{"value":"30000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":{"value":"1","bound":"max"},"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-11-18","quote":"Anthropic反過來承諾，向微軟購買300億美元的Azure雲端算力，並可額外租用最多1吉瓦、以英偉達晶片驅動的容量。","confidence":0.9328,"languages":["en","zh-Hant"],"sources":2,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-IXGXARUR','2026-11-21T18:45:02.773296+00:00','compute','agreed','38000000000','USD','2025-11-03','en zh-Hans zh-Hant',4,'{"kind":"compute","parties":[{"name":"AWS","role":"seller","company_id":"aws","aliases":["Amazon Web Services","亚马逊云科技"]},{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]}],"amount":{"value":"38000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":"7","start":"2026-Q4","end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-11-03","quote":"OpenAI has agreed to buy $38 billion of cloud computing from Amazon Web Services over seven years, its first contract with the market leader.","confidence":0.88,"languages":["en","zh-Hans","zh-Hant"],"sources":4,"latest":"2025-11-05","chosen_by":{"kind":"newest"}}');
INSERT INTO "deal" VALUES('D-QUESQMW5','2026-11-21T18:45:02.773296+00:00','investment','completed','5830000000','USD',NULL,'en zh-Hant',2,'{"kind":"investment","parties":[{"name":"Nvidia","role":"investee","company_id":"nvidia","aliases":["英偉達","英偉達股份"]},{"name":"SoftBank","role":"seller","company_id":"softbank","aliases":["軟銀"]}],"amount":{"value":"5830000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":"32100000.0","price_per_share":null,"annual_amount":null,"tranche":null},"status":"completed","announced":null,"quote":"SoftBank disclosed on November 11 that it had sold its entire holding in Nvidia, 32.1 million shares, for $5.83 billion.","confidence":0.78,"languages":["en","zh-Hant"],"sources":2,"latest":null,"chosen_by":{"shares":"newest"}}');
INSERT INTO "deal" VALUES('D-JOQPG2BJ','2026-11-21T18:45:02.773296+00:00','acquisition','cancelled','9000000000','USD','2025-10-30','en zh-Hans zh-Hant',3,'{"kind":"acquisition","parties":[{"name":"CoreWeave","role":"acquirer","company_id":"coreweave","aliases":[]},{"name":"Core Scientific","role":"target","company_id":"core-scientific","aliases":[]}],"amount":{"value":"9000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"cancelled","announced":"2025-10-30","quote":"10月30日，Core Scientific的股东投票否决了CoreWeave约90亿美元的全股票收购，双方随即终止协议。","confidence":0.88,"languages":["en","zh-Hans","zh-Hant"],"sources":3,"latest":"2025-11-04","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-ALLIJKUL','2026-11-21T18:45:02.773296+00:00','investment','agreed','10000000000','USD',NULL,'en',1,'{"kind":"investment","parties":[{"name":"Microsoft","role":"investee","company_id":"microsoft","aliases":["Azure"]},{"name":"Nvidia","role":"investor","company_id":"nvidia","aliases":[]}],"amount":{"value":"10000000000","currency":"USD","bound":"max","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"On the same day two backers promised it fresh capital: up to $10 billion from Nvidia and up to $5 billion from Microsoft.","confidence":0.43,"languages":["en"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-XKDWKAES','2026-11-21T18:45:02.773296+00:00','purchase','agreed',NULL,NULL,NULL,'en',1,'{"kind":"purchase","parties":[{"name":"Anthropic","role":"buyer","company_id":"anthropic","aliases":[]},{"name":"Nvidia","role":"seller","company_id":"nvidia","aliases":[]}],"amount":null,"power":{"value":"1","bound":"max"},"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"Anthropic may also contract for up to one gigawatt of additional capacity running on Nvidia systems.","confidence":0.63,"languages":["en"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-5KM6HUEY','2026-11-21T18:45:02.773296+00:00','investment','agreed','40000000000','USD',NULL,'en',1,'{"kind":"investment","parties":[{"name":"SoftBank","role":"investor","company_id":"softbank","aliases":[]}],"amount":{"value":"40000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"It needed the cash for OpenAI, where it led a $40 billion round.","confidence":0.68,"languages":["en"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-YYFF3SFL','2026-11-21T18:45:02.773296+00:00','purchase','rumoured',NULL,NULL,NULL,'en',1,'{"kind":"purchase","parties":[{"name":"Meta","role":"buyer","company_id":"meta","aliases":[]},{"name":"Google","role":"seller","company_id":"google","aliases":[]}],"amount":null,"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"And a rumour that Meta might spend billions of dollars on Google''s AI chips, which was reported by The Information, has not been confirmed by either company.","confidence":0.78,"languages":["en"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-FT3LVKFL','2026-11-21T18:45:02.773296+00:00','partnership','rumoured',NULL,NULL,NULL,'en',1,'{"kind":"partnership","parties":[{"name":"Anthropic","role":"participant","company_id":"anthropic","aliases":[]},{"name":"Meta","role":"participant","company_id":"meta","aliases":[]}],"amount":null,"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"Anthropic was valued at about $350 billion after the pact, people familiar with the terms said.","confidence":0.25,"languages":["en"],"sources":1,"latest":null,"chosen_by":{}}');
INSERT INTO "deal" VALUES('D-SIG46T6S','2026-11-21T18:45:02.773296+00:00','purchase','agreed','40000000000','USD','2025-09-23','en zh-Hans zh-Hant',3,'{"kind":"purchase","parties":[{"name":"Nvidia","role":"seller","company_id":"nvidia","aliases":["NVIDIA","英伟达","輝達"]},{"name":"Oracle","role":"buyer","company_id":"oracle","aliases":["甲骨文"]}],"amount":{"value":"40000000000","currency":"USD","bound":"approx","low":null,"high":null},"power":null,"terms":{"years":"15","start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"甲骨文為了履約，又得向輝達採購約400億美元的GB200晶片，放進德州阿比林的資料中心。","confidence":0.9208,"languages":["en","zh-Hans","zh-Hant"],"sources":3,"latest":"2025-09-23","chosen_by":{"status":"furthest along"}}');
INSERT INTO "deal" VALUES('D-6AV7UO47','2026-11-21T18:45:02.773296+00:00','investment','agreed','5000000000','USD','2025-09-23','en',1,'{"kind":"investment","parties":[{"name":"Intel","role":"investee","company_id":"intel","aliases":[]},{"name":"Nvidia","role":"investor","company_id":"nvidia","aliases":[]}],"amount":{"value":"5000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":{"value":"23.28","currency":"USD"},"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"It agreed last week to buy $5 billion of Intel''s shares at $23.28 each, and it has promised to purchase any capacity that CoreWeave cannot sell until April 2032, an order with an initial value of $6.3 billion.","confidence":0.63,"languages":["en"],"sources":1,"latest":"2025-09-23","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-QSY6I5R4','2026-11-21T18:45:02.773296+00:00','purchase','agreed','6300000000','USD','2025-09-23','en',1,'{"kind":"purchase","parties":[{"name":"CoreWeave","role":"seller","company_id":"coreweave","aliases":[]},{"name":"Nvidia","role":"buyer","company_id":"nvidia","aliases":[]}],"amount":{"value":"6300000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":"2032-04","stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"It agreed last week to buy $5 billion of Intel''s shares at $23.28 each, and it has promised to purchase any capacity that CoreWeave cannot sell until April 2032, an order with an initial value of $6.3 billion.","confidence":0.63,"languages":["en"],"sources":1,"latest":"2025-09-23","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-JQ2Z6JDJ','2026-11-21T18:45:02.773296+00:00','investment','agreed','40000000000','USD','2025-03-31','en zh-Hans zh-Hant',3,'{"kind":"investment","parties":[{"name":"OpenAI","role":"investee","company_id":"openai","aliases":[]},{"name":"SoftBank","role":"investor","company_id":"softbank","aliases":["軟銀","软银"]},{"name":"Oracle","role":"investor","company_id":"oracle","aliases":[]},{"name":"MGX","role":"investor","company_id":"mgx","aliases":[]}],"amount":{"value":"40000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-03","quote":"软银今年3月31日宣布领投OpenAI新一轮400亿美元融资，其中软银最多出300亿美元，其余由联合投资者承担。","confidence":0.83,"languages":["en","zh-Hans","zh-Hant"],"sources":3,"latest":"2025-09-23","chosen_by":{"announced":"2 of 3 claims"}}');
INSERT INTO "deal" VALUES('D-2IVRGPKZ','2026-11-21T18:45:02.773296+00:00','purchase','agreed',NULL,NULL,'2025-10-31','en',1,'{"kind":"purchase","parties":[{"name":"Oracle","role":"buyer","company_id":"oracle","aliases":[]},{"name":"AMD","role":"seller","company_id":"amd","aliases":[]}],"amount":null,"power":{"value":"6","bound":"exact"},"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-10","quote":"OpenAI is committed to $300 billion of computing from Oracle, and last month AMD said it would supply the start-up with six gigawatts of processors;","confidence":0.53,"languages":["en"],"sources":1,"latest":"2025-11-05","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-JJZTQC3K','2026-11-21T18:45:02.773296+00:00','compute','agreed',NULL,NULL,'2025-11-05','en',1,'{"kind":"compute","parties":[{"name":"Microsoft","role":"seller","company_id":"microsoft","aliases":[]},{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]}],"amount":null,"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"Microsoft, once OpenAI''s only cloud provider, is shopping as well.","confidence":0.33,"languages":["en"],"sources":1,"latest":"2025-11-05","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-ROXXPR5H','2026-11-21T18:45:02.773296+00:00','purchase','agreed','9700000000','USD','2025-11-05','en zh-Hans',2,'{"kind":"purchase","parties":[{"name":"IREN","role":"seller","company_id":"iren","aliases":[]},{"name":"Microsoft","role":"buyer","company_id":"microsoft","aliases":["微软"]}],"amount":{"value":"9700000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":"5","start":null,"end":"2031","stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"澳大利亚的IREN说，微软将在五年内向其购买97亿美元的云服务，其中20%预付；","confidence":0.78,"languages":["en","zh-Hans"],"sources":2,"latest":"2025-11-05","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-YOUZMA2R','2026-11-21T18:45:02.773296+00:00','acquisition','cancelled','9000000000','USD','2025-07-31','en',1,'{"kind":"acquisition","parties":[{"name":"Core Scientific","role":"target","company_id":"core-scientific","aliases":[]},{"name":"Meta","role":"acquirer","company_id":"meta","aliases":[]}],"amount":{"value":"9000000000","currency":"USD","bound":"approx","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"cancelled","announced":"2025-07","quote":"But its all-stock takeover of Core Scientific, valued at about $9 billion when it was announced in July, was voted down by the target''s shareholders on October 30 and has been terminated.","confidence":0.78,"languages":["en"],"sources":1,"latest":"2025-11-05","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-KNYTEALJ','2026-11-21T18:45:02.773296+00:00','investment','rumoured',NULL,NULL,'2025-11-05','en',1,'{"kind":"investment","parties":[{"name":"Anthropic","role":"investor","company_id":"anthropic","aliases":[]},{"name":"Google","role":"investee","company_id":"google","aliases":[]}],"amount":null,"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"According to people familiar with the matter, Anthropic is in early talks with Google about a further investment;","confidence":0.4,"languages":["en"],"sources":1,"latest":"2025-11-05","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-ETDJ3ZOA','2026-11-21T18:45:02.773296+00:00','partnership','agreed','11900000000','USD','2025-03-31','zh-Hans',1,'{"kind":"partnership","parties":[{"name":"OpenAI","role":"participant","company_id":"openai","aliases":[]},{"name":"CoreWeave","role":"participant","company_id":"coreweave","aliases":[]}],"amount":{"value":"11900000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":"5","start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-03","quote":"此外，OpenAI今年3月还同CoreWeave签下为期五年、价值119亿美元的合同，5月又追加40亿美元。","confidence":0.88,"languages":["zh-Hans"],"sources":1,"latest":"2025-09-11","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-B7IT6KCB','2026-11-21T18:45:02.773296+00:00','investment','agreed',NULL,NULL,'2025-09-11','zh-Hans',1,'{"kind":"investment","parties":[{"name":"CoreWeave","role":"investee","company_id":"coreweave","aliases":[]},{"name":"Nvidia","role":"investor","company_id":"nvidia","aliases":["英伟达"]}],"amount":null,"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":"7","shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"英伟达则持有CoreWeave约7%的股份。","confidence":0.88,"languages":["zh-Hans"],"sources":1,"latest":"2025-09-11","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-422D5EJW','2026-11-21T18:45:02.773296+00:00','purchase','agreed','5800000000','USD','2025-11-04','zh-Hans',1,'{"kind":"purchase","parties":[{"name":"Dell Technologies","role":"seller","company_id":"dell-technologies","aliases":["戴尔"]},{"name":"IREN","role":"buyer","company_id":"iren","aliases":[]}],"amount":{"value":"5800000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"IREN为此向戴尔订购了58亿美元的GPU与配套设备。","confidence":0.88,"languages":["zh-Hans"],"sources":1,"latest":"2025-11-04","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-LRPO2MMF','2026-11-21T18:45:02.773296+00:00','purchase','agreed','17400000000','USD','2025-11-04','zh-Hans',1,'{"kind":"purchase","parties":[{"name":"IREN","role":"seller","company_id":"iren","aliases":[]},{"name":"Microsoft","role":"buyer","company_id":"microsoft","aliases":["微软"]}],"amount":{"value":"17400000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":"2031","end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"两个月前，Nebius曾披露微软将在2031年以前向其采购174亿美元的算力，如果追加容量，合同金额最高可达194亿美元。","confidence":0.78,"languages":["zh-Hans"],"sources":1,"latest":"2025-11-04","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-T6K4C6J5','2026-11-21T18:45:02.773296+00:00','compute','agreed','4000000000','USD','2025-03-31','zh-Hant',1,'{"kind":"compute","parties":[{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]},{"name":"CoreWeave","role":"seller","company_id":"coreweave","aliases":[]}],"amount":{"value":"4000000000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":"2025-03","quote":"OpenAI的採購清單不只這些：它向甲骨文買五年3,000億美元的算力，也跟CoreWeave簽了三份合約，其中3月那一份為119億美元，5月追加40億美元，9月下旬再加65億美元。","confidence":0.78,"languages":["zh-Hant"],"sources":1,"latest":"2025-10-07","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-TTAPXDTH','2026-11-21T18:45:02.773296+00:00','purchase','rumoured',NULL,NULL,'2025-10-07','zh-Hant',1,'{"kind":"purchase","parties":[{"name":"OpenAI","role":"buyer","company_id":"openai","aliases":[]},{"name":"Broadcom","role":"seller","company_id":"broadcom","aliases":["博通"]}],"amount":null,"power":{"value":"10","bound":"exact"},"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"rumoured","announced":null,"quote":"外電另引述消息人士指出，OpenAI正與博通（Broadcom）洽談一項客製晶片的合作，規模可能達10GW，雙方都不願評論。","confidence":0.88,"languages":["zh-Hant"],"sources":1,"latest":"2025-10-07","chosen_by":{}}');
INSERT INTO "deal" VALUES('D-CEFRRZTP','2026-11-21T18:45:02.931197+00:00','compute','agreed','1000','USD','2025-11-05','en',2,'{"kind":"compute","parties":[{"name":"Microsoft","role":"buyer","company_id":"microsoft","aliases":[]},{"name":"Zzyx Northern","role":"seller","company_id":null,"aliases":[]}],"amount":{"value":"1000","currency":"USD","bound":"exact","low":null,"high":null},"power":null,"terms":{"years":null,"start":null,"end":null,"stake_pct":null,"shares":null,"price_per_share":null,"annual_amount":null,"tranche":null},"status":"agreed","announced":null,"quote":"Microsoft will rent computers from Zzyx Northern","confidence":0.9,"languages":["en"],"sources":2,"latest":"2025-11-05","chosen_by":{}}');
CREATE TABLE deal_alias (
	old_id TEXT NOT NULL, 
	deal_id TEXT NOT NULL, 
	CONSTRAINT pk_deal_alias PRIMARY KEY (old_id), 
	CONSTRAINT fk_deal_alias_deal_id_deal FOREIGN KEY(deal_id) REFERENCES deal (id)
);
INSERT INTO "deal_alias" VALUES('D-SOAG63DP','D-CEFRRZTP');
CREATE TABLE deal_mention (
	mention_id INTEGER NOT NULL, 
	deal_id TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	CONSTRAINT pk_deal_mention PRIMARY KEY (mention_id), 
	CONSTRAINT fk_deal_mention_deal_id_deal FOREIGN KEY(deal_id) REFERENCES deal (id), 
	CONSTRAINT fk_deal_mention_mention_id_mention FOREIGN KEY(mention_id) REFERENCES mention (id) ON DELETE CASCADE
);
INSERT INTO "deal_mention" VALUES(1,'D-QTVMNMHX','["same kind (+1)", "openai in both (+1.5)", "amd in both (+1.5)", "same power, 6 GW (+2)", "same stake (+1)", "same number of shares (+2)", "same price per share (+2)", "same start (+0.5)", "both name instinct (+0.5)"]');
INSERT INTO "deal_mention" VALUES(2,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(3,'D-DYGIBJDY','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same power, 10 GW (+2)"]');
INSERT INTO "deal_mention" VALUES(4,'D-OT5K3NLY','[]');
INSERT INTO "deal_mention" VALUES(5,'D-F3O2XBDI','[]');
INSERT INTO "deal_mention" VALUES(6,'D-ZPT7SIPK','["same kind (+1)", "oracle in both (+1.5)", "openai in both (+1.5)", "payer and receiver change places (-2)", "same amount, USD 300,000,000,000 (+3)", "same power, 4.5 GW (+2)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(7,'D-BSZY4SF6','["purchase may be told as compute (+0)", "coreweave in both (+1.5)", "meta in both (+1.5)", "same amount, USD 14,200,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(8,'D-3QZEK4CH','[]');
INSERT INTO "deal_mention" VALUES(9,'D-N2QGQUM3','[]');
INSERT INTO "deal_mention" VALUES(10,'D-MMKDJFQ3','["same kind (+1)", "microsoft in both (+1.5)", "anthropic in both (+1.5)", "same amount, USD 30,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(11,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(12,'D-DYGIBJDY','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same power, 10 GW (+2)"]');
INSERT INTO "deal_mention" VALUES(13,'D-QTVMNMHX','["same kind (+1)", "openai in both (+1.5)", "amd in both (+1.5)", "same power, 6 GW (+2)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(14,'D-IXGXARUR','["same kind (+1)", "aws in both (+1.5)", "openai in both (+1.5)", "same amount, USD 38,000,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(15,'D-QUESQMW5','["same kind (+1)", "nvidia in both (+1.5)", "softbank in both (+1.5)", "same amount, USD 5,830,000,000 (+3)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(16,'D-JOQPG2BJ','["same kind (+1)", "coreweave in both (+1.5)", "core-scientific in both (+1.5)", "same amount, USD 9,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(17,'D-MMKDJFQ3','["same kind (+1)", "microsoft in both (+1.5)", "anthropic in both (+1.5)", "same amount, USD 30,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(18,'D-ALLIJKUL','[]');
INSERT INTO "deal_mention" VALUES(19,'D-XKDWKAES','[]');
INSERT INTO "deal_mention" VALUES(20,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)", "same power, 10 GW (+2)"]');
INSERT INTO "deal_mention" VALUES(21,'D-QTVMNMHX','["same kind (+1)", "openai in both (+1.5)", "amd in both (+1.5)", "payer and receiver change places (-2)", "same power, 6 GW (+2)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(22,'D-IXGXARUR','["same kind (+1)", "aws in both (+1.5)", "openai in both (+1.5)", "same amount, USD 38,000,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(23,'D-QUESQMW5','["same kind (+1)", "nvidia in both (+1.5)", "softbank in both (+1.5)", "same amount, USD 5,830,000,000 (+3)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(24,'D-5KM6HUEY','[]');
INSERT INTO "deal_mention" VALUES(25,'D-JOQPG2BJ','["same kind (+1)", "coreweave in both (+1.5)", "core-scientific in both (+1.5)", "same amount, USD 9,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(26,'D-YYFF3SFL','[]');
INSERT INTO "deal_mention" VALUES(27,'D-FT3LVKFL','[]');
INSERT INTO "deal_mention" VALUES(28,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)", "same power, 10 GW (+2)", "same start (+0.5)"]');
INSERT INTO "deal_mention" VALUES(29,'D-ZPT7SIPK','["same kind (+1)", "openai in both (+1.5)", "oracle in both (+1.5)", "same amount, USD 300,000,000,000 (+3)", "same power, 4.5 GW (+2)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(30,'D-SIG46T6S','["same kind (+1)", "nvidia in both (+1.5)", "oracle in both (+1.5)", "same amount, USD 40,000,000,000 (+3)", "both name gb200 (+0.5)"]');
INSERT INTO "deal_mention" VALUES(31,'D-JQ2Z6JDJ','["same kind (+1)", "openai in both (+1.5)", "softbank in both (+1.5)", "same amount, USD 40,000,000,000 (+3)", "announced at the same time (+1)"]');
INSERT INTO "deal_mention" VALUES(32,'D-QTVMNMHX','["same kind (+1)", "openai in both (+1.5)", "amd in both (+1.5)", "same power, 6 GW (+2)", "same stake (+1)", "same number of shares (+2)", "same price per share (+2)", "same start (+0.5)", "both name instinct (+0.5)"]');
INSERT INTO "deal_mention" VALUES(33,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)", "same power, 10 GW (+2)"]');
INSERT INTO "deal_mention" VALUES(34,'D-ZPT7SIPK','["same kind (+1)", "oracle in both (+1.5)", "openai in both (+1.5)", "same amount, USD 300,000,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(35,'D-T6K4C6J5','[]');
INSERT INTO "deal_mention" VALUES(36,'D-TTAPXDTH','[]');
INSERT INTO "deal_mention" VALUES(37,'D-ZPT7SIPK','["purchase may be told as compute (+0)", "oracle in both (+1.5)", "openai in both (+1.5)", "same amount, USD 300,000,000,000 (+3)", "same power, 4.5 GW (+2)", "same years (+1)", "same start (+0.5)"]');
INSERT INTO "deal_mention" VALUES(38,'D-SIG46T6S','["same kind (+1)", "nvidia in both (+1.5)", "oracle in both (+1.5)", "same amount, USD 40,000,000,000 (+3)", "both name gb200 (+0.5)"]');
INSERT INTO "deal_mention" VALUES(39,'D-JQ2Z6JDJ','["same kind (+1)", "openai in both (+1.5)", "softbank in both (+1.5)", "same amount, USD 40,000,000,000 (+3)", "announced at the same time (+1)"]');
INSERT INTO "deal_mention" VALUES(40,'D-ETDJ3ZOA','[]');
INSERT INTO "deal_mention" VALUES(41,'D-B7IT6KCB','[]');
INSERT INTO "deal_mention" VALUES(42,'D-IXGXARUR','["same kind (+1)", "aws in both (+1.5)", "openai in both (+1.5)", "payer and receiver change places (-2)", "same amount, USD 38,000,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(43,'D-ROXXPR5H','["same kind (+1)", "iren in both (+1.5)", "microsoft in both (+1.5)", "payer and receiver change places (-2)", "same amount, USD 9,700,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(44,'D-422D5EJW','[]');
INSERT INTO "deal_mention" VALUES(45,'D-LRPO2MMF','[]');
INSERT INTO "deal_mention" VALUES(46,'D-JOQPG2BJ','["same kind (+1)", "coreweave in both (+1.5)", "core-scientific in both (+1.5)", "same amount, USD 9,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(47,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)", "announced at the same time (+1)"]');
INSERT INTO "deal_mention" VALUES(48,'D-QTVMNMHX','["same kind (+1)", "openai in both (+1.5)", "amd in both (+1.5)", "same power, 6 GW (+2)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(49,'D-OPJL7PBU','["same kind (+1)", "openai in both (+1.5)", "nvidia in both (+1.5)", "same amount, USD 100,000,000,000 (+3)", "same power, 10 GW (+2)", "same start (+0.5)"]');
INSERT INTO "deal_mention" VALUES(50,'D-ZPT7SIPK','["same kind (+1)", "openai in both (+1.5)", "oracle in both (+1.5)", "same amount, USD 300,000,000,000 (+3)", "same power, 4.5 GW (+2)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(51,'D-SIG46T6S','["same kind (+1)", "oracle in both (+1.5)", "nvidia in both (+1.5)"]');
INSERT INTO "deal_mention" VALUES(52,'D-6AV7UO47','[]');
INSERT INTO "deal_mention" VALUES(53,'D-QSY6I5R4','[]');
INSERT INTO "deal_mention" VALUES(54,'D-JQ2Z6JDJ','["same kind (+1)", "openai in both (+1.5)", "softbank in both (+1.5)", "payer and receiver change places (-2)", "same amount, USD 40,000,000,000 (+3)", "announced at the same time (+1)", "both name stargate (+0.5)"]');
INSERT INTO "deal_mention" VALUES(55,'D-IXGXARUR','["purchase may be told as compute (+0)", "aws in both (+1.5)", "openai in both (+1.5)", "same amount, USD 38,000,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(56,'D-ZPT7SIPK','["same kind (+1)", "openai in both (+1.5)", "oracle in both (+1.5)", "same amount, USD 300,000,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(57,'D-2IVRGPKZ','[]');
INSERT INTO "deal_mention" VALUES(58,'D-QTVMNMHX','["same kind (+1)", "amd in both (+1.5)", "openai in both (+1.5)", "same number of shares (+2)"]');
INSERT INTO "deal_mention" VALUES(59,'D-JJZTQC3K','[]');
INSERT INTO "deal_mention" VALUES(60,'D-ROXXPR5H','["same kind (+1)", "iren in both (+1.5)", "microsoft in both (+1.5)", "payer and receiver change places (-2)", "same amount, USD 9,700,000,000 (+3)", "same years (+1)"]');
INSERT INTO "deal_mention" VALUES(61,'D-BSZY4SF6','["purchase may be told as compute (+0)", "coreweave in both (+1.5)", "meta in both (+1.5)", "same amount, USD 14,200,000,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(62,'D-YOUZMA2R','[]');
INSERT INTO "deal_mention" VALUES(63,'D-KNYTEALJ','[]');
INSERT INTO "deal_mention" VALUES(64,'D-CEFRRZTP','["same kind (+1)", "microsoft in both (+1.5)", "zzyxnorthern in both (+1.5)", "same amount, USD 1,000 (+3)"]');
INSERT INTO "deal_mention" VALUES(65,'D-CEFRRZTP','["same kind (+1)", "microsoft in both (+1.5)", "zzyxnorthern in both (+1.5)", "same amount, USD 1,000 (+3)"]');
CREATE TABLE evidence (
	mention_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	field TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (mention_id, position), 
	CONSTRAINT fk_evidence_mention_id_mention FOREIGN KEY(mention_id) REFERENCES mention (id) ON DELETE CASCADE
);
INSERT INTO "evidence" VALUES(1,0,'kind',25,27,'供应');
INSERT INTO "evidence" VALUES(1,1,'party.investor',75,81,'OpenAI');
INSERT INTO "evidence" VALUES(1,2,'party.investee',71,74,'AMD');
INSERT INTO "evidence" VALUES(1,3,'power_gw',29,32,'6吉瓦');
INSERT INTO "evidence" VALUES(1,4,'terms.start',53,61,'2026年下半年');
INSERT INTO "evidence" VALUES(1,5,'terms.stake_pct',122,125,'10%');
INSERT INTO "evidence" VALUES(1,6,'terms.shares',107,112,'1.6亿股');
INSERT INTO "evidence" VALUES(1,7,'terms.price_per_share',96,102,'0.01美元');
INSERT INTO "evidence" VALUES(1,8,'status',12,14,'宣布');
INSERT INTO "evidence" VALUES(1,9,'announced',10,12,'周一');
INSERT INTO "evidence" VALUES(2,0,'kind',158,160,'投资');
INSERT INTO "evidence" VALUES(2,1,'party.investee',157,158,'其');
INSERT INTO "evidence" VALUES(2,2,'party.investor',137,140,'英伟达');
INSERT INTO "evidence" VALUES(2,3,'amount',160,169,'至多1000亿美元');
INSERT INTO "evidence" VALUES(2,4,'status',155,156,'拟');
INSERT INTO "evidence" VALUES(3,0,'kind',178,180,'部署');
INSERT INTO "evidence" VALUES(3,1,'party.buyer',157,158,'其');
INSERT INTO "evidence" VALUES(3,2,'party.seller',137,140,'英伟达');
INSERT INTO "evidence" VALUES(3,3,'power_gw',180,186,'至少10吉瓦');
INSERT INTO "evidence" VALUES(3,4,'status',155,156,'拟');
INSERT INTO "evidence" VALUES(4,0,'kind',228,230,'筹集');
INSERT INTO "evidence" VALUES(4,1,'party.investee',223,226,'xAI');
INSERT INTO "evidence" VALUES(4,2,'amount',230,236,'200亿美元');
INSERT INTO "evidence" VALUES(4,3,'status',212,218,'据彭博社报道');
INSERT INTO "evidence" VALUES(5,0,'kind',261,263,'购买');
INSERT INTO "evidence" VALUES(5,1,'party.seller',263,266,'英伟达');
INSERT INTO "evidence" VALUES(5,2,'party.buyer',223,226,'xAI');
INSERT INTO "evidence" VALUES(5,3,'amount',248,253,'20亿美元');
INSERT INTO "evidence" VALUES(5,4,'status',212,218,'据彭博社报道');
INSERT INTO "evidence" VALUES(6,0,'kind',281,283,'签有');
INSERT INTO "evidence" VALUES(6,1,'party.buyer',270,273,'甲骨文');
INSERT INTO "evidence" VALUES(6,2,'party.seller',275,281,'OpenAI');
INSERT INTO "evidence" VALUES(6,3,'amount',290,297,'3000亿美元');
INSERT INTO "evidence" VALUES(6,4,'power_gw',305,310,'4.5吉瓦');
INSERT INTO "evidence" VALUES(6,5,'terms.years',285,287,'五年');
INSERT INTO "evidence" VALUES(6,6,'status',281,283,'签有');
INSERT INTO "evidence" VALUES(7,0,'kind',368,370,'购买');
INSERT INTO "evidence" VALUES(7,1,'party.seller',356,357,'其');
INSERT INTO "evidence" VALUES(7,2,'party.buyer',341,345,'Meta');
INSERT INTO "evidence" VALUES(7,3,'amount',359,367,'至多142亿美元');
INSERT INTO "evidence" VALUES(7,4,'terms.start',348,354,'2031年底');
INSERT INTO "evidence" VALUES(7,5,'status',345,347,'承诺');
INSERT INTO "evidence" VALUES(7,6,'announced',333,338,'9月30日');
INSERT INTO "evidence" VALUES(8,0,'kind',21,23,'注資');
INSERT INTO "evidence" VALUES(8,1,'party.investor',0,2,'微軟');
INSERT INTO "evidence" VALUES(8,2,'party.investor',2,5,'英偉達');
INSERT INTO "evidence" VALUES(8,3,'party.investee',7,16,'Anthropic');
INSERT INTO "evidence" VALUES(8,4,'amount',23,29,'150億美元');
INSERT INTO "evidence" VALUES(8,5,'status',70,72,'宣布');
INSERT INTO "evidence" VALUES(8,6,'announced',36,47,'2025年11月18日');
INSERT INTO "evidence" VALUES(9,0,'kind',106,108,'投資');
INSERT INTO "evidence" VALUES(9,1,'party.investee',81,90,'Anthropic');
INSERT INTO "evidence" VALUES(9,2,'party.investor',101,103,'微軟');
INSERT INTO "evidence" VALUES(9,3,'amount',108,113,'50億美元');
INSERT INTO "evidence" VALUES(9,4,'status',106,108,'投資');
INSERT INTO "evidence" VALUES(10,0,'kind',132,134,'購買');
INSERT INTO "evidence" VALUES(10,1,'party.seller',130,132,'微軟');
INSERT INTO "evidence" VALUES(10,2,'party.buyer',114,123,'Anthropic');
INSERT INTO "evidence" VALUES(10,3,'amount',134,140,'300億美元');
INSERT INTO "evidence" VALUES(10,4,'power_gw',157,162,'最多1吉瓦');
INSERT INTO "evidence" VALUES(10,5,'status',126,128,'承諾');
INSERT INTO "evidence" VALUES(11,0,'kind',255,257,'投資');
INSERT INTO "evidence" VALUES(11,1,'party.investee',249,255,'OpenAI');
INSERT INTO "evidence" VALUES(11,2,'party.investor',236,239,'英偉達');
INSERT INTO "evidence" VALUES(11,3,'amount',257,267,'最多1,000億美元');
INSERT INTO "evidence" VALUES(11,4,'status',247,248,'擬');
INSERT INTO "evidence" VALUES(12,0,'kind',276,278,'部署');
INSERT INTO "evidence" VALUES(12,1,'party.buyer',249,255,'OpenAI');
INSERT INTO "evidence" VALUES(12,2,'party.seller',236,239,'英偉達');
INSERT INTO "evidence" VALUES(12,3,'power_gw',278,284,'至少10吉瓦');
INSERT INTO "evidence" VALUES(12,4,'status',247,248,'擬');
INSERT INTO "evidence" VALUES(13,0,'kind',308,310,'達成');
INSERT INTO "evidence" VALUES(13,1,'party.investor',323,325,'對方');
INSERT INTO "evidence" VALUES(13,2,'party.investee',291,294,'AMD');
INSERT INTO "evidence" VALUES(13,3,'power_gw',310,313,'6吉瓦');
INSERT INTO "evidence" VALUES(13,4,'terms.shares',329,334,'1.6億股');
INSERT INTO "evidence" VALUES(13,5,'status',308,310,'達成');
INSERT INTO "evidence" VALUES(14,0,'kind',375,377,'購買');
INSERT INTO "evidence" VALUES(14,1,'party.seller',359,362,'AWS');
INSERT INTO "evidence" VALUES(14,2,'party.buyer',346,352,'OpenAI');
INSERT INTO "evidence" VALUES(14,3,'amount',369,375,'380億美元');
INSERT INTO "evidence" VALUES(14,4,'terms.years',365,367,'七年');
INSERT INTO "evidence" VALUES(14,5,'status',362,364,'簽約');
INSERT INTO "evidence" VALUES(15,0,'kind',427,429,'套現');
INSERT INTO "evidence" VALUES(15,1,'party.seller',421,426,'英偉達股份');
INSERT INTO "evidence" VALUES(15,2,'party.investee',392,395,'該集團');
INSERT INTO "evidence" VALUES(15,3,'amount',429,436,'58.3億美元');
INSERT INTO "evidence" VALUES(15,4,'terms.shares',414,421,'3,210萬股');
INSERT INTO "evidence" VALUES(15,5,'status',427,429,'套現');
INSERT INTO "evidence" VALUES(16,0,'kind',500,502,'收購');
INSERT INTO "evidence" VALUES(16,1,'party.acquirer',490,499,'CoreWeave');
INSERT INTO "evidence" VALUES(16,2,'party.target',464,479,'Core Scientific');
INSERT INTO "evidence" VALUES(16,3,'amount',505,511,'約90億美元');
INSERT INTO "evidence" VALUES(16,4,'status',488,490,'否決');
INSERT INTO "evidence" VALUES(17,0,'kind',99,102,'buy');
INSERT INTO "evidence" VALUES(17,1,'party.seller',142,151,'Microsoft');
INSERT INTO "evidence" VALUES(17,2,'party.buyer',79,88,'Anthropic');
INSERT INTO "evidence" VALUES(17,3,'amount',103,114,'$30 billion');
INSERT INTO "evidence" VALUES(17,4,'status',89,95,'agreed');
INSERT INTO "evidence" VALUES(17,5,'announced',61,78,'November 18, 2025');
INSERT INTO "evidence" VALUES(18,0,'kind',187,194,'backers');
INSERT INTO "evidence" VALUES(18,1,'party.investee',204,206,'it');
INSERT INTO "evidence" VALUES(18,2,'party.investor',245,251,'Nvidia');
INSERT INTO "evidence" VALUES(18,3,'amount',222,239,'up to $10 billion');
INSERT INTO "evidence" VALUES(18,4,'status',187,194,'backers');
INSERT INTO "evidence" VALUES(19,0,'kind',308,316,'contract');
INSERT INTO "evidence" VALUES(19,1,'party.buyer',289,298,'Anthropic');
INSERT INTO "evidence" VALUES(19,2,'party.seller',245,251,'Nvidia');
INSERT INTO "evidence" VALUES(19,3,'power_gw',317,339,'for up to one gigawatt');
INSERT INTO "evidence" VALUES(19,4,'status',308,316,'contract');
INSERT INTO "evidence" VALUES(20,0,'kind',461,467,'invest');
INSERT INTO "evidence" VALUES(20,1,'party.investee',490,496,'OpenAI');
INSERT INTO "evidence" VALUES(20,2,'party.investor',446,448,'it');
INSERT INTO "evidence" VALUES(20,3,'amount',468,486,'up to $100 billion');
INSERT INTO "evidence" VALUES(20,4,'power_gw',517,529,'10 gigawatts');
INSERT INTO "evidence" VALUES(20,5,'status',461,467,'invest');
INSERT INTO "evidence" VALUES(21,0,'kind',575,583,'warrants');
INSERT INTO "evidence" VALUES(21,1,'party.investor',557,560,'AMD');
INSERT INTO "evidence" VALUES(21,2,'party.investee',490,496,'OpenAI');
INSERT INTO "evidence" VALUES(21,3,'power_gw',630,642,'six-gigawatt');
INSERT INTO "evidence" VALUES(21,4,'terms.shares',599,617,'160 million shares');
INSERT INTO "evidence" VALUES(21,5,'status',575,583,'warrants');
INSERT INTO "evidence" VALUES(22,0,'kind',686,692,'placed');
INSERT INTO "evidence" VALUES(22,1,'party.seller',718,737,'Amazon Web Services');
INSERT INTO "evidence" VALUES(22,2,'party.buyer',679,685,'OpenAI');
INSERT INTO "evidence" VALUES(22,3,'amount',695,706,'$38 billion');
INSERT INTO "evidence" VALUES(22,4,'terms.years',750,761,'seven years');
INSERT INTO "evidence" VALUES(22,5,'status',686,692,'placed');
INSERT INTO "evidence" VALUES(23,0,'kind',834,838,'sold');
INSERT INTO "evidence" VALUES(23,1,'party.investee',861,867,'Nvidia');
INSERT INTO "evidence" VALUES(23,2,'party.seller',827,829,'it');
INSERT INTO "evidence" VALUES(23,3,'amount',894,907,'$5.83 billion');
INSERT INTO "evidence" VALUES(23,4,'terms.shares',869,888,'32.1 million shares');
INSERT INTO "evidence" VALUES(23,5,'status',834,842,'sold its');
INSERT INTO "evidence" VALUES(24,0,'kind',949,952,'led');
INSERT INTO "evidence" VALUES(24,1,'party.investor',946,948,'it');
INSERT INTO "evidence" VALUES(24,2,'amount',955,966,'$40 billion');
INSERT INTO "evidence" VALUES(24,3,'status',949,952,'led');
INSERT INTO "evidence" VALUES(25,0,'kind',1028,1043,'all-share offer');
INSERT INTO "evidence" VALUES(25,1,'party.acquirer',1005,1014,'CoreWeave');
INSERT INTO "evidence" VALUES(25,2,'party.target',1048,1063,'Core Scientific');
INSERT INTO "evidence" VALUES(25,3,'amount',1017,1027,'$9 billion');
INSERT INTO "evidence" VALUES(25,4,'status',1064,1073,'collapsed');
INSERT INTO "evidence" VALUES(26,0,'kind',1162,1167,'spend');
INSERT INTO "evidence" VALUES(26,1,'party.buyer',1151,1155,'Meta');
INSERT INTO "evidence" VALUES(26,2,'party.seller',1191,1197,'Google');
INSERT INTO "evidence" VALUES(26,3,'status',1139,1145,'rumour');
INSERT INTO "evidence" VALUES(27,0,'kind',1345,1349,'pact');
INSERT INTO "evidence" VALUES(27,1,'party.participant',1292,1301,'Anthropic');
INSERT INTO "evidence" VALUES(27,2,'party.participant',1151,1155,'Meta');
INSERT INTO "evidence" VALUES(27,3,'status',1351,1366,'people familiar');
INSERT INTO "evidence" VALUES(28,0,'kind',45,47,'投資');
INSERT INTO "evidence" VALUES(28,1,'party.investee',39,45,'OpenAI');
INSERT INTO "evidence" VALUES(28,2,'party.investor',32,34,'輝達');
INSERT INTO "evidence" VALUES(28,3,'amount',47,57,'最多1,000億美元');
INSERT INTO "evidence" VALUES(28,4,'power_gw',68,74,'至少10GW');
INSERT INTO "evidence" VALUES(28,5,'terms.start',88,96,'2026年下半年');
INSERT INTO "evidence" VALUES(28,6,'status',34,36,'打算');
INSERT INTO "evidence" VALUES(29,0,'kind',179,181,'租用');
INSERT INTO "evidence" VALUES(29,1,'party.seller',177,179,'對方');
INSERT INTO "evidence" VALUES(29,2,'party.buyer',139,145,'OpenAI');
INSERT INTO "evidence" VALUES(29,3,'amount',164,172,'3,000億美元');
INSERT INTO "evidence" VALUES(29,4,'power_gw',181,186,'4.5GW');
INSERT INTO "evidence" VALUES(29,5,'terms.years',162,164,'五年');
INSERT INTO "evidence" VALUES(29,6,'terms.start',192,197,'2027年');
INSERT INTO "evidence" VALUES(29,7,'status',160,162,'簽下');
INSERT INTO "evidence" VALUES(30,0,'kind',213,215,'採購');
INSERT INTO "evidence" VALUES(30,1,'party.seller',211,213,'輝達');
INSERT INTO "evidence" VALUES(30,2,'party.buyer',200,203,'甲骨文');
INSERT INTO "evidence" VALUES(30,3,'amount',215,222,'約400億美元');
INSERT INTO "evidence" VALUES(30,4,'status',213,215,'採購');
INSERT INTO "evidence" VALUES(31,0,'kind',346,348,'募資');
INSERT INTO "evidence" VALUES(31,1,'party.investee',333,339,'OpenAI');
INSERT INTO "evidence" VALUES(31,2,'party.investor',323,326,'該集團');
INSERT INTO "evidence" VALUES(31,3,'amount',340,346,'400億美元');
INSERT INTO "evidence" VALUES(31,4,'status',346,348,'募資');
INSERT INTO "evidence" VALUES(31,5,'announced',326,330,'今年3月');
INSERT INTO "evidence" VALUES(32,0,'kind',18,20,'供應');
INSERT INTO "evidence" VALUES(32,1,'party.investee',164,166,'超微');
INSERT INTO "evidence" VALUES(32,2,'party.investor',135,141,'OpenAI');
INSERT INTO "evidence" VALUES(32,3,'power_gw',28,31,'6GW');
INSERT INTO "evidence" VALUES(32,4,'terms.start',59,67,'2026年下半年');
INSERT INTO "evidence" VALUES(32,5,'terms.stake_pct',177,179,'一成');
INSERT INTO "evidence" VALUES(32,6,'terms.shares',155,164,'1億6,000萬股');
INSERT INTO "evidence" VALUES(32,7,'terms.price_per_share',145,151,'0.01美元');
INSERT INTO "evidence" VALUES(32,8,'status',57,59,'預定');
INSERT INTO "evidence" VALUES(33,0,'kind',222,224,'投資');
INSERT INTO "evidence" VALUES(33,1,'party.investee',224,230,'OpenAI');
INSERT INTO "evidence" VALUES(33,2,'party.investor',217,219,'輝達');
INSERT INTO "evidence" VALUES(33,3,'amount',232,240,'1,000億美元');
INSERT INTO "evidence" VALUES(33,4,'power_gw',247,251,'10GW');
INSERT INTO "evidence" VALUES(33,5,'status',222,224,'投資');
INSERT INTO "evidence" VALUES(34,0,'kind',303,305,'採購');
INSERT INTO "evidence" VALUES(34,1,'party.seller',314,317,'甲骨文');
INSERT INTO "evidence" VALUES(34,2,'party.buyer',296,302,'OpenAI');
INSERT INTO "evidence" VALUES(34,3,'amount',320,328,'3,000億美元');
INSERT INTO "evidence" VALUES(34,4,'terms.years',318,320,'五年');
INSERT INTO "evidence" VALUES(34,5,'status',303,305,'採購');
INSERT INTO "evidence" VALUES(35,0,'kind',343,345,'簽了');
INSERT INTO "evidence" VALUES(35,1,'party.buyer',312,313,'它');
INSERT INTO "evidence" VALUES(35,2,'party.seller',334,343,'CoreWeave');
INSERT INTO "evidence" VALUES(35,3,'amount',369,374,'40億美元');
INSERT INTO "evidence" VALUES(35,4,'status',343,345,'簽了');
INSERT INTO "evidence" VALUES(35,5,'announced',352,354,'3月');
INSERT INTO "evidence" VALUES(36,0,'kind',419,421,'洽談');
INSERT INTO "evidence" VALUES(36,1,'party.buyer',399,405,'OpenAI');
INSERT INTO "evidence" VALUES(36,2,'party.seller',407,419,'博通（Broadcom）');
INSERT INTO "evidence" VALUES(36,3,'power_gw',436,440,'10GW');
INSERT INTO "evidence" VALUES(36,4,'status',419,421,'洽談');
INSERT INTO "evidence" VALUES(37,0,'kind',39,41,'购买');
INSERT INTO "evidence" VALUES(37,1,'party.seller',37,39,'后者');
INSERT INTO "evidence" VALUES(37,2,'party.buyer',14,20,'OpenAI');
INSERT INTO "evidence" VALUES(37,3,'amount',43,50,'3000亿美元');
INSERT INTO "evidence" VALUES(37,4,'power_gw',68,73,'4.5吉瓦');
INSERT INTO "evidence" VALUES(37,5,'terms.years',33,35,'五年');
INSERT INTO "evidence" VALUES(37,6,'terms.start',57,62,'2027年');
INSERT INTO "evidence" VALUES(37,7,'status',25,27,'签订');
INSERT INTO "evidence" VALUES(38,0,'kind',137,139,'采购');
INSERT INTO "evidence" VALUES(38,1,'party.seller',134,137,'英伟达');
INSERT INTO "evidence" VALUES(38,2,'party.buyer',129,132,'该公司');
INSERT INTO "evidence" VALUES(38,3,'amount',154,161,'约400亿美元');
INSERT INTO "evidence" VALUES(38,4,'terms.years',176,179,'15年');
INSERT INTO "evidence" VALUES(38,5,'status',123,127,'知情人士');
INSERT INTO "evidence" VALUES(39,0,'kind',223,225,'融资');
INSERT INTO "evidence" VALUES(39,1,'party.investee',208,214,'OpenAI');
INSERT INTO "evidence" VALUES(39,2,'party.investor',195,197,'软银');
INSERT INTO "evidence" VALUES(39,3,'amount',217,223,'400亿美元');
INSERT INTO "evidence" VALUES(39,4,'status',204,206,'宣布');
INSERT INTO "evidence" VALUES(39,5,'announced',197,204,'今年3月31日');
INSERT INTO "evidence" VALUES(40,0,'kind',338,340,'签下');
INSERT INTO "evidence" VALUES(40,1,'party.participant',317,323,'OpenAI');
INSERT INTO "evidence" VALUES(40,2,'party.participant',329,338,'CoreWeave');
INSERT INTO "evidence" VALUES(40,3,'amount',347,353,'119亿美元');
INSERT INTO "evidence" VALUES(40,4,'terms.years',342,344,'五年');
INSERT INTO "evidence" VALUES(40,5,'status',338,340,'签下');
INSERT INTO "evidence" VALUES(40,6,'announced',323,327,'今年3月');
INSERT INTO "evidence" VALUES(41,0,'kind',372,374,'持有');
INSERT INTO "evidence" VALUES(41,1,'party.investee',374,383,'CoreWeave');
INSERT INTO "evidence" VALUES(41,2,'party.investor',368,371,'英伟达');
INSERT INTO "evidence" VALUES(41,3,'terms.stake_pct',384,386,'7%');
INSERT INTO "evidence" VALUES(41,4,'status',372,374,'持有');
INSERT INTO "evidence" VALUES(42,0,'kind',23,25,'签署');
INSERT INTO "evidence" VALUES(42,1,'party.buyer',0,11,'亚马逊云科技（AWS）');
INSERT INTO "evidence" VALUES(42,2,'party.seller',17,23,'OpenAI');
INSERT INTO "evidence" VALUES(42,3,'amount',34,40,'380亿美元');
INSERT INTO "evidence" VALUES(42,4,'terms.years',29,31,'七年');
INSERT INTO "evidence" VALUES(42,5,'terms.start',76,82,'2026年底');
INSERT INTO "evidence" VALUES(42,6,'status',23,25,'签署');
INSERT INTO "evidence" VALUES(42,7,'announced',11,13,'3日');
INSERT INTO "evidence" VALUES(43,0,'kind',142,144,'购买');
INSERT INTO "evidence" VALUES(43,1,'party.seller',141,142,'其');
INSERT INTO "evidence" VALUES(43,2,'party.buyer',133,135,'微软');
INSERT INTO "evidence" VALUES(43,3,'amount',144,149,'97亿美元');
INSERT INTO "evidence" VALUES(43,4,'terms.years',137,139,'五年');
INSERT INTO "evidence" VALUES(43,5,'status',142,144,'购买');
INSERT INTO "evidence" VALUES(44,0,'kind',171,173,'订购');
INSERT INTO "evidence" VALUES(44,1,'party.seller',169,171,'戴尔');
INSERT INTO "evidence" VALUES(44,2,'party.buyer',162,166,'IREN');
INSERT INTO "evidence" VALUES(44,3,'amount',174,179,'58亿美元');
INSERT INTO "evidence" VALUES(44,4,'status',171,173,'订购');
INSERT INTO "evidence" VALUES(45,0,'kind',216,218,'采购');
INSERT INTO "evidence" VALUES(45,1,'party.seller',215,216,'其');
INSERT INTO "evidence" VALUES(45,2,'party.buyer',203,205,'微软');
INSERT INTO "evidence" VALUES(45,3,'amount',218,224,'174亿美元');
INSERT INTO "evidence" VALUES(45,4,'terms.start',207,212,'2031年');
INSERT INTO "evidence" VALUES(45,5,'status',216,218,'采购');
INSERT INTO "evidence" VALUES(46,0,'kind',308,310,'收购');
INSERT INTO "evidence" VALUES(46,1,'party.acquirer',289,298,'CoreWeave');
INSERT INTO "evidence" VALUES(46,2,'party.target',266,281,'Core Scientific');
INSERT INTO "evidence" VALUES(46,3,'amount',299,304,'90亿美元');
INSERT INTO "evidence" VALUES(46,4,'status',286,288,'否决');
INSERT INTO "evidence" VALUES(46,5,'announced',259,265,'10月30日');
INSERT INTO "evidence" VALUES(47,0,'kind',360,362,'投资');
INSERT INTO "evidence" VALUES(47,1,'party.investee',354,360,'OpenAI');
INSERT INTO "evidence" VALUES(47,2,'party.investor',345,348,'英伟达');
INSERT INTO "evidence" VALUES(47,3,'amount',362,371,'至多1000亿美元');
INSERT INTO "evidence" VALUES(47,4,'status',352,353,'拟');
INSERT INTO "evidence" VALUES(47,5,'announced',348,350,'9月');
INSERT INTO "evidence" VALUES(48,0,'kind',399,403,'认股权证');
INSERT INTO "evidence" VALUES(48,1,'party.investor',406,412,'OpenAI');
INSERT INTO "evidence" VALUES(48,2,'party.investee',387,390,'AMD');
INSERT INTO "evidence" VALUES(48,3,'power_gw',412,415,'六吉瓦');
INSERT INTO "evidence" VALUES(48,4,'terms.shares',394,399,'1.6亿股');
INSERT INTO "evidence" VALUES(48,5,'status',399,403,'认股权证');
INSERT INTO "evidence" VALUES(49,0,'kind',16,22,'invest');
INSERT INTO "evidence" VALUES(49,1,'party.investee',50,56,'OpenAI');
INSERT INTO "evidence" VALUES(49,2,'party.investor',0,6,'Nvidia');
INSERT INTO "evidence" VALUES(49,3,'amount',23,46,'as much as $100 billion');
INSERT INTO "evidence" VALUES(49,4,'power_gw',99,120,'at least 10 gigawatts');
INSERT INTO "evidence" VALUES(49,5,'terms.start',295,314,'second half of 2026');
INSERT INTO "evidence" VALUES(49,6,'status',7,15,'plans to');
INSERT INTO "evidence" VALUES(49,7,'announced',197,203,'Monday');
INSERT INTO "evidence" VALUES(50,0,'kind',420,428,'contract');
INSERT INTO "evidence" VALUES(50,1,'party.buyer',407,413,'OpenAI');
INSERT INTO "evidence" VALUES(50,2,'party.seller',434,440,'Oracle');
INSERT INTO "evidence" VALUES(50,3,'amount',448,460,'$300 billion');
INSERT INTO "evidence" VALUES(50,4,'power_gw',488,501,'4.5 gigawatts');
INSERT INTO "evidence" VALUES(50,5,'terms.years',472,482,'five years');
INSERT INTO "evidence" VALUES(50,6,'status',420,428,'contract');
INSERT INTO "evidence" VALUES(51,0,'kind',547,555,'spending');
INSERT INTO "evidence" VALUES(51,1,'party.buyer',537,543,'Oracle');
INSERT INTO "evidence" VALUES(51,2,'party.seller',0,6,'Nvidia');
INSERT INTO "evidence" VALUES(51,3,'status',547,555,'spending');
INSERT INTO "evidence" VALUES(52,0,'kind',731,737,'shares');
INSERT INTO "evidence" VALUES(52,1,'party.investee',723,728,'Intel');
INSERT INTO "evidence" VALUES(52,2,'party.investor',682,684,'It');
INSERT INTO "evidence" VALUES(52,3,'amount',709,719,'$5 billion');
INSERT INTO "evidence" VALUES(52,4,'terms.price_per_share',741,747,'$23.28');
INSERT INTO "evidence" VALUES(52,5,'status',685,691,'agreed');
INSERT INTO "evidence" VALUES(53,0,'kind',847,852,'order');
INSERT INTO "evidence" VALUES(53,1,'party.seller',804,813,'CoreWeave');
INSERT INTO "evidence" VALUES(53,2,'party.buyer',758,760,'it');
INSERT INTO "evidence" VALUES(53,3,'amount',878,890,'$6.3 billion');
INSERT INTO "evidence" VALUES(53,4,'terms.end',832,842,'April 2032');
INSERT INTO "evidence" VALUES(53,5,'status',685,691,'agreed');
INSERT INTO "evidence" VALUES(54,0,'kind',927,940,'funding round');
INSERT INTO "evidence" VALUES(54,1,'party.investor',1026,1032,'Oracle');
INSERT INTO "evidence" VALUES(54,2,'party.investor',1034,1040,'OpenAI');
INSERT INTO "evidence" VALUES(54,3,'party.investor',1045,1048,'MGX');
INSERT INTO "evidence" VALUES(54,4,'party.investee',893,901,'SoftBank');
INSERT INTO "evidence" VALUES(54,5,'amount',915,926,'$40 billion');
INSERT INTO "evidence" VALUES(54,6,'status',927,940,'funding round');
INSERT INTO "evidence" VALUES(54,7,'announced',955,960,'March');
INSERT INTO "evidence" VALUES(55,0,'kind',21,24,'buy');
INSERT INTO "evidence" VALUES(55,1,'party.seller',61,80,'Amazon Web Services');
INSERT INTO "evidence" VALUES(55,2,'party.buyer',0,6,'OpenAI');
INSERT INTO "evidence" VALUES(55,3,'amount',25,36,'$38 billion');
INSERT INTO "evidence" VALUES(55,4,'terms.years',86,97,'seven years');
INSERT INTO "evidence" VALUES(55,5,'status',11,17,'agreed');
INSERT INTO "evidence" VALUES(56,0,'kind',325,334,'committed');
INSERT INTO "evidence" VALUES(56,1,'party.seller',369,375,'Oracle');
INSERT INTO "evidence" VALUES(56,2,'party.buyer',0,6,'OpenAI');
INSERT INTO "evidence" VALUES(56,3,'amount',338,350,'$300 billion');
INSERT INTO "evidence" VALUES(56,4,'status',325,334,'committed');
INSERT INTO "evidence" VALUES(57,0,'kind',410,416,'supply');
INSERT INTO "evidence" VALUES(57,1,'party.buyer',417,429,'the start-up');
INSERT INTO "evidence" VALUES(57,2,'party.seller',401,403,'it');
INSERT INTO "evidence" VALUES(57,3,'power_gw',435,448,'six gigawatts');
INSERT INTO "evidence" VALUES(57,4,'status',410,416,'supply');
INSERT INTO "evidence" VALUES(57,5,'announced',381,391,'last month');
INSERT INTO "evidence" VALUES(58,0,'kind',490,498,'warrants');
INSERT INTO "evidence" VALUES(58,1,'party.investee',474,480,'OpenAI');
INSERT INTO "evidence" VALUES(58,2,'party.investor',392,395,'AMD');
INSERT INTO "evidence" VALUES(58,3,'terms.stake_pct',539,542,'10%');
INSERT INTO "evidence" VALUES(58,4,'terms.shares',509,531,'160 million AMD shares');
INSERT INTO "evidence" VALUES(58,5,'status',490,498,'warrants');
INSERT INTO "evidence" VALUES(59,0,'kind',590,595,'cloud');
INSERT INTO "evidence" VALUES(59,1,'party.seller',560,569,'Microsoft');
INSERT INTO "evidence" VALUES(59,2,'party.buyer',576,582,'OpenAI');
INSERT INTO "evidence" VALUES(59,3,'status',590,595,'cloud');
INSERT INTO "evidence" VALUES(60,0,'kind',630,636,'signed');
INSERT INTO "evidence" VALUES(60,1,'party.buyer',682,686,'IREN');
INSERT INTO "evidence" VALUES(60,2,'party.seller',627,629,'It');
INSERT INTO "evidence" VALUES(60,3,'amount',664,676,'$9.7 billion');
INSERT INTO "evidence" VALUES(60,4,'terms.years',639,648,'five-year');
INSERT INTO "evidence" VALUES(60,5,'terms.end',785,789,'2031');
INSERT INTO "evidence" VALUES(60,6,'status',630,636,'signed');
INSERT INTO "evidence" VALUES(61,0,'kind',877,880,'pay');
INSERT INTO "evidence" VALUES(61,1,'party.seller',881,883,'it');
INSERT INTO "evidence" VALUES(61,2,'party.buyer',867,871,'Meta');
INSERT INTO "evidence" VALUES(61,3,'amount',884,903,'up to $14.2 billion');
INSERT INTO "evidence" VALUES(61,4,'terms.end',925,929,'2031');
INSERT INTO "evidence" VALUES(61,5,'status',872,876,'will');
INSERT INTO "evidence" VALUES(62,0,'kind',949,957,'takeover');
INSERT INTO "evidence" VALUES(62,1,'party.target',961,976,'Core Scientific');
INSERT INTO "evidence" VALUES(62,2,'party.acquirer',935,938,'its');
INSERT INTO "evidence" VALUES(62,3,'amount',988,1004,'about $9 billion');
INSERT INTO "evidence" VALUES(62,4,'status',1040,1050,'voted down');
INSERT INTO "evidence" VALUES(62,5,'announced',1030,1034,'July');
INSERT INTO "evidence" VALUES(63,0,'kind',1222,1232,'investment');
INSERT INTO "evidence" VALUES(63,1,'party.investor',1166,1175,'Anthropic');
INSERT INTO "evidence" VALUES(63,2,'party.investee',1199,1205,'Google');
INSERT INTO "evidence" VALUES(63,3,'status',1188,1193,'talks');
INSERT INTO "evidence" VALUES(64,0,'kind',15,19,'rent');
INSERT INTO "evidence" VALUES(64,1,'amount',53,58,'$1000');
INSERT INTO "evidence" VALUES(65,0,'kind',15,19,'rent');
INSERT INTO "evidence" VALUES(65,1,'amount',53,58,'$1000');
CREATE TABLE mention (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT NOT NULL, 
	amount_value TEXT, 
	amount_currency TEXT, 
	amount_bound TEXT, 
	amount_low TEXT, 
	amount_high TEXT, 
	power_value TEXT, 
	power_bound TEXT, 
	terms TEXT NOT NULL, 
	announced TEXT, 
	quote TEXT NOT NULL, 
	confidence FLOAT NOT NULL, 
	rules TEXT NOT NULL, 
	CONSTRAINT pk_mention PRIMARY KEY (id), 
	CONSTRAINT fk_mention_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE
);
INSERT INTO "mention" VALUES(1,1,0,'investment','agreed',NULL,NULL,NULL,NULL,NULL,'6','exact','{"start":"2026-H2","stake_pct":"10","shares":"160000000.0","price_per_share":{"value":"0.01","currency":"USD"}}','2025-10-06','美国芯片厂商AMD本周一宣布，将向OpenAI分批供应总计6吉瓦的Instinct GPU，首批1吉瓦将于2026年下半年开始部署。',0.8768,'["zh-supply-to", "zh-warrants"]');
INSERT INTO "mention" VALUES(2,1,1,'investment','planned','100000000000','USD','max',NULL,NULL,NULL,NULL,'{}',NULL,'而在两周之前，英伟达刚刚与OpenAI签署意向书，拟向其投资至多1000亿美元，并由OpenAI部署至少10吉瓦的英伟达系统。',0.78,'["zh-invest-toward"]');
INSERT INTO "mention" VALUES(3,1,2,'purchase','planned',NULL,NULL,NULL,NULL,NULL,'10','min','{}',NULL,'而在两周之前，英伟达刚刚与OpenAI签署意向书，拟向其投资至多1000亿美元，并由OpenAI部署至少10吉瓦的英伟达系统。',0.68,'["zh-supply-to"]');
INSERT INTO "mention" VALUES(4,1,3,'investment','rumoured','20000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'据彭博社报道，马斯克的xAI正在筹集200亿美元资金，其中英伟达最多出资20亿美元，所得款项将用于购买英伟达的芯片。',0.83,'["zh-round"]');
INSERT INTO "mention" VALUES(5,1,4,'purchase','rumoured','2000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'据彭博社报道，马斯克的xAI正在筹集200亿美元资金，其中英伟达最多出资20亿美元，所得款项将用于购买英伟达的芯片。',0.88,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(6,1,5,'compute','agreed','300000000000','USD','exact',NULL,NULL,'4.5','exact','{"years":"5"}',NULL,'甲骨文则与OpenAI签有为期五年、价值3000亿美元的算力合同，容量4.5吉瓦。',0.88,'["zh-agreement"]');
INSERT INTO "mention" VALUES(7,1,6,'purchase','agreed','14200000000','USD','max',NULL,NULL,NULL,NULL,'{"start":"2031-Q4"}','2025-09-30','CoreWeave 9月30日披露，Meta承诺在2031年底前向其支付至多142亿美元，购买云端算力。',0.78,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(8,2,0,'investment','agreed','15000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-11-18','微軟英偉達齊撐Anthropic　最多合共注資150億美元',0.7179,'["zh-loose", "zh-cooperate", "zh-invest-toward"]');
INSERT INTO "mention" VALUES(9,2,1,'investment','agreed','5000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'英偉達承諾向Anthropic投資最多100億美元，微軟則最多投資50億美元；',0.88,'["zh-invest-toward"]');
INSERT INTO "mention" VALUES(10,2,2,'compute','agreed','30000000000','USD','exact',NULL,NULL,'1','max','{}',NULL,'Anthropic反過來承諾，向微軟購買300億美元的Azure雲端算力，並可額外租用最多1吉瓦、以英偉達晶片驅動的容量。',0.9328,'["zh-buy-from", "zh-lease-from"]');
INSERT INTO "mention" VALUES(11,2,3,'investment','planned','100000000000','USD','max',NULL,NULL,NULL,NULL,'{}',NULL,'英偉達9月22日表示，擬向OpenAI投資最多1,000億美元，OpenAI則會部署至少10吉瓦的英偉達系統；',0.9208,'["zh-invest-toward"]');
INSERT INTO "mention" VALUES(12,2,4,'purchase','planned',NULL,NULL,NULL,NULL,NULL,'10','min','{}',NULL,'英偉達9月22日表示，擬向OpenAI投資最多1,000億美元，OpenAI則會部署至少10吉瓦的英偉達系統；',0.78,'["zh-supply-to"]');
INSERT INTO "mention" VALUES(13,2,5,'investment','agreed',NULL,NULL,NULL,NULL,NULL,'6','exact','{"shares":"160000000.0"}',NULL,'AMD亦於10月6日與OpenAI達成6吉瓦的晶片供應協議，並向對方發出最多1.6億股的認股權證。',0.9268,'["zh-agreement", "zh-warrants"]');
INSERT INTO "mention" VALUES(14,2,6,'purchase','agreed','38000000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"7"}',NULL,'11月3日，OpenAI再與亞馬遜旗下AWS簽約，七年斥資380億美元購買算力。',0.88,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(15,2,7,'investment','completed','5830000000','USD','exact',NULL,NULL,NULL,NULL,'{"shares":"32100000"}',NULL,'該集團11月11日公布，10月已悉數沽清手上3,210萬股英偉達股份，套現58.3億美元，用來支付對OpenAI的投資。',0.78,'["zh-stake-sold"]');
INSERT INTO "mention" VALUES(16,2,8,'acquisition','cancelled','9000000000','USD','approx',NULL,NULL,NULL,NULL,'{}',NULL,'另一邊廂，比特幣礦企Core Scientific的股東10月30日否決CoreWeave的收購，涉資約90億美元的換股交易告吹。',0.88,'["zh-acquisition-noun"]');
INSERT INTO "mention" VALUES(17,3,0,'compute','agreed','30000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-11-18','On November 18, 2025 Anthropic agreed to buy $30 billion of computing capacity from Microsoft''s Azure cloud.',0.88,'["en-buy-from"]');
INSERT INTO "mention" VALUES(18,3,1,'investment','agreed','10000000000','USD','max',NULL,NULL,NULL,NULL,'{}',NULL,'On the same day two backers promised it fresh capital: up to $10 billion from Nvidia and up to $5 billion from Microsoft.',0.43,'["en-loose"]');
INSERT INTO "mention" VALUES(19,3,2,'purchase','agreed',NULL,NULL,NULL,NULL,NULL,'1','max','{}',NULL,'Anthropic may also contract for up to one gigawatt of additional capacity running on Nvidia systems.',0.63,'["en-agreement"]');
INSERT INTO "mention" VALUES(20,3,3,'investment','agreed','100000000000','USD','max',NULL,NULL,'10','exact','{}',NULL,'In September Nvidia said that it intended to invest up to $100 billion in OpenAI, which is to deploy 10 gigawatts of its systems.',0.78,'["en-invest-in"]');
INSERT INTO "mention" VALUES(21,3,4,'investment','agreed',NULL,NULL,NULL,NULL,NULL,'6','exact','{"shares":"160000000"}',NULL,'In October AMD handed OpenAI warrants for as many as 160 million shares alongside a six-gigawatt supply agreement.',0.63,'["en-stake-taken"]');
INSERT INTO "mention" VALUES(22,3,5,'purchase','agreed','38000000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"7"}',NULL,'And on November 3 OpenAI placed a $38 billion order with Amazon Web Services, to run for seven years.',0.68,'["en-chosen"]');
INSERT INTO "mention" VALUES(23,3,6,'investment','completed','5830000000','USD','exact',NULL,NULL,NULL,NULL,'{"shares":"32100000.0"}',NULL,'SoftBank disclosed on November 11 that it had sold its entire holding in Nvidia, 32.1 million shares, for $5.83 billion.',0.78,'["en-stake-sold"]');
INSERT INTO "mention" VALUES(24,3,7,'investment','agreed','40000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'It needed the cash for OpenAI, where it led a $40 billion round.',0.68,'["en-round-led"]');
INSERT INTO "mention" VALUES(25,3,8,'acquisition','cancelled','9000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'CoreWeave''s $9 billion all-share offer for Core Scientific collapsed on October 30 when shareholders of the latter rejected it.',0.78,'["en-approach-from"]');
INSERT INTO "mention" VALUES(26,3,9,'purchase','rumoured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL,'And a rumour that Meta might spend billions of dollars on Google''s AI chips, which was reported by The Information, has not been confirmed by either company.',0.78,'["en-buy-from"]');
INSERT INTO "mention" VALUES(27,3,10,'partnership','rumoured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL,'Anthropic was valued at about $350 billion after the pact, people familiar with the terms said.',0.25,'["en-agreement"]');
INSERT INTO "mention" VALUES(28,4,0,'investment','planned','100000000000','USD','max',NULL,NULL,'10','min','{"start":"2026-H2"}',NULL,'（台北訊）輝達（NVIDIA）與OpenAI昨天宣布簽署意向書，輝達打算分期對OpenAI投資最多1,000億美元，OpenAI則將部署至少10GW的輝達系統，第一批1GW預計2026年下半年上線。',0.88,'["zh-invest-toward"]');
INSERT INTO "mention" VALUES(29,4,1,'compute','agreed','300000000000','USD','exact',NULL,NULL,'4.5','exact','{"years":"5","start":"2027"}',NULL,'OpenAI稍早已與甲骨文（Oracle）簽下五年3,000億美元的合約，向對方租用4.5GW的運算容量，2027年起算；',0.78,'["zh-lease-from"]');
INSERT INTO "mention" VALUES(30,4,2,'purchase','agreed','40000000000','USD','approx',NULL,NULL,NULL,NULL,'{}',NULL,'甲骨文為了履約，又得向輝達採購約400億美元的GB200晶片，放進德州阿比林的資料中心。',0.9208,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(31,4,3,'investment','agreed','40000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-03','該集團今年3月底領投OpenAI的400億美元募資，並與OpenAI、甲骨文、MGX合組星際之門（Stargate），四年內要在美國投入最多5,000億美元。',0.73,'["zh-round"]');
INSERT INTO "mention" VALUES(32,5,0,'investment','planned',NULL,NULL,NULL,NULL,NULL,'6','exact','{"start":"2026-H2","stake_pct":"10","shares":"160000000","price_per_share":{"value":"0.01","currency":"USD"}}',NULL,'超微（AMD）昨天宣布，將在未來數年供應OpenAI總計6GW的Instinct繪圖處理器，首批1GW的MI450預定2026年下半年開始部署。',0.72,'["zh-loose", "zh-stake-bought"]');
INSERT INTO "mention" VALUES(33,5,1,'investment','agreed','100000000000','USD','exact',NULL,NULL,'10','exact','{}',NULL,'兩周前，輝達才說要投資OpenAI最多1,000億美元，換取後者部署10GW的輝達系統。',0.88,'["zh-invest-object"]');
INSERT INTO "mention" VALUES(34,5,2,'purchase','agreed','300000000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"5"}',NULL,'OpenAI的採購清單不只這些：它向甲骨文買五年3,000億美元的算力，也跟CoreWeave簽了三份合約，其中3月那一份為119億美元，5月追加40億美元，9月下旬再加65億美元。',0.88,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(35,5,3,'compute','agreed','4000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-03','OpenAI的採購清單不只這些：它向甲骨文買五年3,000億美元的算力，也跟CoreWeave簽了三份合約，其中3月那一份為119億美元，5月追加40億美元，9月下旬再加65億美元。',0.78,'["zh-agreement"]');
INSERT INTO "mention" VALUES(36,5,4,'purchase','rumoured',NULL,NULL,NULL,NULL,NULL,'10','exact','{}',NULL,'外電另引述消息人士指出，OpenAI正與博通（Broadcom）洽談一項客製晶片的合作，規模可能達10GW，雙方都不願評論。',0.88,'["zh-agreement"]');
INSERT INTO "mention" VALUES(37,6,0,'purchase','agreed','300000000000','USD','exact',NULL,NULL,'4.5','exact','{"years":"5","start":"2027"}',NULL,'据《华尔街日报》10日报道，OpenAI已与甲骨文签订合同，将在约五年内向后者购买价值3000亿美元的算力，合同自2027年起执行，涉及4.5吉瓦的数据中心容量，约等于四百万户家庭的用电。',0.78,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(38,6,1,'purchase','rumoured','40000000000','USD','approx',NULL,NULL,NULL,NULL,'{"years":"15"}',NULL,'知情人士说，该公司正向英伟达采购约40万颗GB200芯片，金额约400亿美元，供得州阿比林的园区使用，租期15年。',0.78,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(39,6,2,'investment','agreed','40000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-03-31','软银今年3月31日宣布领投OpenAI新一轮400亿美元融资，其中软银最多出300亿美元，其余由联合投资者承担。',0.83,'["zh-round"]');
INSERT INTO "mention" VALUES(40,6,3,'partnership','agreed','11900000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"5"}','2025-03','此外，OpenAI今年3月还同CoreWeave签下为期五年、价值119亿美元的合同，5月又追加40亿美元。',0.88,'["zh-agreement"]');
INSERT INTO "mention" VALUES(41,6,4,'investment','agreed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"stake_pct":"7"}',NULL,'英伟达则持有CoreWeave约7%的股份。',0.88,'["zh-stake-bought"]');
INSERT INTO "mention" VALUES(42,7,0,'compute','agreed','38000000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"7","start":"2026-Q4"}','2025-11-03','亚马逊云科技（AWS）3日宣布，与OpenAI签署一份为期七年、总额380亿美元的协议。',0.88,'["zh-agreement"]');
INSERT INTO "mention" VALUES(43,7,1,'purchase','agreed','9700000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"5"}',NULL,'澳大利亚的IREN说，微软将在五年内向其购买97亿美元的云服务，其中20%预付；',0.78,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(44,7,2,'purchase','agreed','5800000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'IREN为此向戴尔订购了58亿美元的GPU与配套设备。',0.88,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(45,7,3,'purchase','agreed','17400000000','USD','exact',NULL,NULL,NULL,NULL,'{"start":"2031"}',NULL,'两个月前，Nebius曾披露微软将在2031年以前向其采购174亿美元的算力，如果追加容量，合同金额最高可达194亿美元。',0.78,'["zh-buy-from"]');
INSERT INTO "mention" VALUES(46,7,4,'acquisition','cancelled','9000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-10-30','10月30日，Core Scientific的股东投票否决了CoreWeave约90亿美元的全股票收购，双方随即终止协议。',0.88,'["zh-acquisition-noun"]');
INSERT INTO "mention" VALUES(47,7,5,'investment','planned','100000000000','USD','max',NULL,NULL,NULL,NULL,'{}','2025-09','再往前看，英伟达9月宣布拟向OpenAI投资至多1000亿美元，但截至目前仍停留在意向书阶段；',0.88,'["zh-invest-toward"]');
INSERT INTO "mention" VALUES(48,7,6,'investment','agreed',NULL,NULL,NULL,NULL,NULL,'6','exact','{"shares":"160000000.0"}',NULL,'AMD则以最多1.6亿股认股权证换来了OpenAI六吉瓦的订单。',0.88,'["zh-warrants"]');
INSERT INTO "mention" VALUES(49,8,0,'investment','planned','100000000000','USD','max',NULL,NULL,'10','min','{"start":"2026-H2"}','2025-09-22','Nvidia plans to invest as much as $100 billion in OpenAI, and the start-up behind ChatGPT will put at least 10 gigawatts of the chipmaker''s systems into its data centres, the two companies said on Monday.',0.8854,'["en-invest-in", "en-agreement"]');
INSERT INTO "mention" VALUES(50,8,1,'compute','agreed','300000000000','USD','exact',NULL,NULL,'4.5','exact','{"years":"5"}',NULL,'OpenAI has a contract with Oracle, worth $300 billion over about five years, for 4.5 gigawatts of computing power.',0.73,'["en-agreement"]');
INSERT INTO "mention" VALUES(51,8,2,'purchase','agreed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL,'To deliver it, Oracle is spending around $40 billion on Nvidia processors for a campus in Abilene, Texas.',0.4,'["en-buy-from"]');
INSERT INTO "mention" VALUES(52,8,3,'investment','agreed','5000000000','USD','exact',NULL,NULL,NULL,NULL,'{"price_per_share":{"value":"23.28","currency":"USD"}}',NULL,'It agreed last week to buy $5 billion of Intel''s shares at $23.28 each, and it has promised to purchase any capacity that CoreWeave cannot sell until April 2032, an order with an initial value of $6.3 billion.',0.63,'["en-stake-taken"]');
INSERT INTO "mention" VALUES(53,8,4,'purchase','agreed','6300000000','USD','exact',NULL,NULL,NULL,NULL,'{"end":"2032-04"}',NULL,'It agreed last week to buy $5 billion of Intel''s shares at $23.28 each, and it has promised to purchase any capacity that CoreWeave cannot sell until April 2032, an order with an initial value of $6.3 billion.',0.63,'["en-agreement"]');
INSERT INTO "mention" VALUES(54,8,5,'investment','agreed','40000000000','USD','exact',NULL,NULL,NULL,NULL,'{}','2025-03','SoftBank, which led a $40 billion funding round for OpenAI in March, is a partner in the $500 billion Stargate project together with Oracle, OpenAI and MGX.',0.78,'["en-raise"]');
INSERT INTO "mention" VALUES(55,9,0,'compute','agreed','38000000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"7"}',NULL,'OpenAI has agreed to buy $38 billion of cloud computing from Amazon Web Services over seven years, its first contract with the market leader.',0.88,'["en-buy-from"]');
INSERT INTO "mention" VALUES(56,9,1,'compute','agreed','300000000000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'OpenAI is committed to $300 billion of computing from Oracle, and last month AMD said it would supply the start-up with six gigawatts of processors;',0.58,'["en-take-from"]');
INSERT INTO "mention" VALUES(57,9,2,'purchase','agreed',NULL,NULL,NULL,NULL,NULL,'6','exact','{}','2025-10','OpenAI is committed to $300 billion of computing from Oracle, and last month AMD said it would supply the start-up with six gigawatts of processors;',0.53,'["en-supply-object"]');
INSERT INTO "mention" VALUES(58,9,3,'investment','agreed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"stake_pct":"10","shares":"160000000"}',NULL,'in return OpenAI received warrants for up to 160 million AMD shares, about 10% of the company.',0.63,'["en-stake-taken"]');
INSERT INTO "mention" VALUES(59,9,4,'compute','agreed',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL,'Microsoft, once OpenAI''s only cloud provider, is shopping as well.',0.33,'["en-loose"]');
INSERT INTO "mention" VALUES(60,9,5,'purchase','agreed','9700000000','USD','exact',NULL,NULL,NULL,NULL,'{"years":"5","end":"2031"}',NULL,'It signed a five-year contract worth $9.7 billion with IREN this week.',0.63,'["en-customer-won"]');
INSERT INTO "mention" VALUES(61,9,6,'compute','agreed','14200000000','USD','max',NULL,NULL,NULL,NULL,'{"end":"2031"}',NULL,'Meta will pay it up to $14.2 billion for capacity through 2031.',0.63,'["en-pay-object"]');
INSERT INTO "mention" VALUES(62,9,7,'acquisition','cancelled','9000000000','USD','approx',NULL,NULL,NULL,NULL,'{}','2025-07','But its all-stock takeover of Core Scientific, valued at about $9 billion when it was announced in July, was voted down by the target''s shareholders on October 30 and has been terminated.',0.78,'["en-acquire-noun"]');
INSERT INTO "mention" VALUES(63,9,8,'investment','rumoured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}',NULL,'According to people familiar with the matter, Anthropic is in early talks with Google about a further investment;',0.4,'["en-invest-in"]');
INSERT INTO "mention" VALUES(64,10,0,'compute','agreed','1000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'Microsoft will rent computers from Zzyx Northern',0.9,'["made-up"]');
INSERT INTO "mention" VALUES(65,11,0,'compute','agreed','1000','USD','exact',NULL,NULL,NULL,NULL,'{}',NULL,'Microsoft will rent computers from Zzyx Northern',0.9,'["made-up"]');
CREATE TABLE mention_party (
	mention_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	company_id TEXT NOT NULL, 
	known_id TEXT, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	aliases TEXT NOT NULL, 
	CONSTRAINT pk_mention_party PRIMARY KEY (mention_id, position), 
	CONSTRAINT fk_mention_party_company_id_company FOREIGN KEY(company_id) REFERENCES company (id), 
	CONSTRAINT fk_mention_party_mention_id_mention FOREIGN KEY(mention_id) REFERENCES mention (id) ON DELETE CASCADE
);
INSERT INTO "mention_party" VALUES(1,0,'openai','openai','OpenAI','investor','[]');
INSERT INTO "mention_party" VALUES(1,1,'amd','amd','AMD','investee','[]');
INSERT INTO "mention_party" VALUES(2,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(2,1,'nvidia','nvidia','Nvidia','investor','["英伟达"]');
INSERT INTO "mention_party" VALUES(3,0,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(3,1,'nvidia','nvidia','Nvidia','seller','["英伟达"]');
INSERT INTO "mention_party" VALUES(4,0,'xai','xai','xAI','investee','[]');
INSERT INTO "mention_party" VALUES(5,0,'nvidia','nvidia','Nvidia','seller','["英伟达"]');
INSERT INTO "mention_party" VALUES(5,1,'xai','xai','xAI','buyer','[]');
INSERT INTO "mention_party" VALUES(6,0,'oracle','oracle','Oracle','buyer','["甲骨文"]');
INSERT INTO "mention_party" VALUES(6,1,'openai','openai','OpenAI','seller','[]');
INSERT INTO "mention_party" VALUES(7,0,'coreweave','coreweave','CoreWeave','seller','[]');
INSERT INTO "mention_party" VALUES(7,1,'meta','meta','Meta','buyer','[]');
INSERT INTO "mention_party" VALUES(8,0,'microsoft','microsoft','Microsoft','investor','["Azure", "微軟"]');
INSERT INTO "mention_party" VALUES(8,1,'nvidia','nvidia','Nvidia','investor','["英偉達股份", "英偉達"]');
INSERT INTO "mention_party" VALUES(8,2,'anthropic','anthropic','Anthropic','investee','[]');
INSERT INTO "mention_party" VALUES(9,0,'anthropic','anthropic','Anthropic','investee','[]');
INSERT INTO "mention_party" VALUES(9,1,'microsoft','microsoft','Microsoft','investor','["Azure", "微軟"]');
INSERT INTO "mention_party" VALUES(10,0,'microsoft','microsoft','Microsoft','seller','["Azure", "微軟"]');
INSERT INTO "mention_party" VALUES(10,1,'anthropic','anthropic','Anthropic','buyer','[]');
INSERT INTO "mention_party" VALUES(11,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(11,1,'nvidia','nvidia','Nvidia','investor','["英偉達股份", "英偉達"]');
INSERT INTO "mention_party" VALUES(12,0,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(12,1,'nvidia','nvidia','Nvidia','seller','["英偉達股份", "英偉達"]');
INSERT INTO "mention_party" VALUES(13,0,'openai','openai','OpenAI','investor','[]');
INSERT INTO "mention_party" VALUES(13,1,'amd','amd','AMD','investee','[]');
INSERT INTO "mention_party" VALUES(14,0,'aws','aws','AWS','seller','[]');
INSERT INTO "mention_party" VALUES(14,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(15,0,'nvidia','nvidia','Nvidia','seller','["英偉達股份", "英偉達"]');
INSERT INTO "mention_party" VALUES(15,1,'softbank','softbank','SoftBank','investee','["軟銀"]');
INSERT INTO "mention_party" VALUES(16,0,'coreweave','coreweave','CoreWeave','acquirer','[]');
INSERT INTO "mention_party" VALUES(16,1,'core-scientific','core-scientific','Core Scientific','target','[]');
INSERT INTO "mention_party" VALUES(17,0,'microsoft','microsoft','Microsoft','seller','["Azure"]');
INSERT INTO "mention_party" VALUES(17,1,'anthropic','anthropic','Anthropic','buyer','[]');
INSERT INTO "mention_party" VALUES(18,0,'microsoft','microsoft','Microsoft','investee','["Azure"]');
INSERT INTO "mention_party" VALUES(18,1,'nvidia','nvidia','Nvidia','investor','[]');
INSERT INTO "mention_party" VALUES(19,0,'anthropic','anthropic','Anthropic','buyer','[]');
INSERT INTO "mention_party" VALUES(19,1,'nvidia','nvidia','Nvidia','seller','[]');
INSERT INTO "mention_party" VALUES(20,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(20,1,'nvidia','nvidia','Nvidia','investor','[]');
INSERT INTO "mention_party" VALUES(21,0,'amd','amd','AMD','investor','[]');
INSERT INTO "mention_party" VALUES(21,1,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(22,0,'aws','aws','AWS','seller','["Amazon Web Services"]');
INSERT INTO "mention_party" VALUES(22,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(23,0,'nvidia','nvidia','Nvidia','investee','[]');
INSERT INTO "mention_party" VALUES(23,1,'softbank','softbank','SoftBank','seller','[]');
INSERT INTO "mention_party" VALUES(24,0,'softbank','softbank','SoftBank','investor','[]');
INSERT INTO "mention_party" VALUES(25,0,'coreweave','coreweave','CoreWeave','acquirer','[]');
INSERT INTO "mention_party" VALUES(25,1,'core-scientific','core-scientific','Core Scientific','target','[]');
INSERT INTO "mention_party" VALUES(26,0,'meta','meta','Meta','buyer','[]');
INSERT INTO "mention_party" VALUES(26,1,'google','google','Google','seller','[]');
INSERT INTO "mention_party" VALUES(27,0,'anthropic','anthropic','Anthropic','participant','[]');
INSERT INTO "mention_party" VALUES(27,1,'meta','meta','Meta','participant','[]');
INSERT INTO "mention_party" VALUES(28,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(28,1,'nvidia','nvidia','Nvidia','investor','["NVIDIA", "輝達"]');
INSERT INTO "mention_party" VALUES(29,0,'oracle','oracle','Oracle','seller','["甲骨文"]');
INSERT INTO "mention_party" VALUES(29,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(30,0,'nvidia','nvidia','Nvidia','seller','["NVIDIA", "輝達"]');
INSERT INTO "mention_party" VALUES(30,1,'oracle','oracle','Oracle','buyer','["甲骨文"]');
INSERT INTO "mention_party" VALUES(31,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(31,1,'softbank','softbank','SoftBank','investor','["軟銀"]');
INSERT INTO "mention_party" VALUES(32,0,'amd','amd','AMD','investee','["超微"]');
INSERT INTO "mention_party" VALUES(32,1,'openai','openai','OpenAI','investor','[]');
INSERT INTO "mention_party" VALUES(33,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(33,1,'nvidia','nvidia','Nvidia','investor','["輝達"]');
INSERT INTO "mention_party" VALUES(34,0,'oracle','oracle','Oracle','seller','["甲骨文"]');
INSERT INTO "mention_party" VALUES(34,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(35,0,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(35,1,'coreweave','coreweave','CoreWeave','seller','[]');
INSERT INTO "mention_party" VALUES(36,0,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(36,1,'broadcom','broadcom','Broadcom','seller','["博通"]');
INSERT INTO "mention_party" VALUES(37,0,'oracle','oracle','Oracle','seller','["甲骨文"]');
INSERT INTO "mention_party" VALUES(37,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(38,0,'nvidia','nvidia','Nvidia','seller','["英伟达"]');
INSERT INTO "mention_party" VALUES(38,1,'oracle','oracle','Oracle','buyer','["甲骨文"]');
INSERT INTO "mention_party" VALUES(39,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(39,1,'softbank','softbank','SoftBank','investor','["软银"]');
INSERT INTO "mention_party" VALUES(40,0,'openai','openai','OpenAI','participant','[]');
INSERT INTO "mention_party" VALUES(40,1,'coreweave','coreweave','CoreWeave','participant','[]');
INSERT INTO "mention_party" VALUES(41,0,'coreweave','coreweave','CoreWeave','investee','[]');
INSERT INTO "mention_party" VALUES(41,1,'nvidia','nvidia','Nvidia','investor','["英伟达"]');
INSERT INTO "mention_party" VALUES(42,0,'aws','aws','AWS','buyer','["亚马逊云科技"]');
INSERT INTO "mention_party" VALUES(42,1,'openai','openai','OpenAI','seller','[]');
INSERT INTO "mention_party" VALUES(43,0,'iren','iren','IREN','seller','[]');
INSERT INTO "mention_party" VALUES(43,1,'microsoft','microsoft','Microsoft','buyer','["微软"]');
INSERT INTO "mention_party" VALUES(44,0,'dell-technologies','dell-technologies','Dell Technologies','seller','["戴尔"]');
INSERT INTO "mention_party" VALUES(44,1,'iren','iren','IREN','buyer','[]');
INSERT INTO "mention_party" VALUES(45,0,'iren','iren','IREN','seller','[]');
INSERT INTO "mention_party" VALUES(45,1,'microsoft','microsoft','Microsoft','buyer','["微软"]');
INSERT INTO "mention_party" VALUES(46,0,'coreweave','coreweave','CoreWeave','acquirer','[]');
INSERT INTO "mention_party" VALUES(46,1,'core-scientific','core-scientific','Core Scientific','target','[]');
INSERT INTO "mention_party" VALUES(47,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(47,1,'nvidia','nvidia','Nvidia','investor','["英伟达"]');
INSERT INTO "mention_party" VALUES(48,0,'openai','openai','OpenAI','investor','[]');
INSERT INTO "mention_party" VALUES(48,1,'amd','amd','AMD','investee','[]');
INSERT INTO "mention_party" VALUES(49,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(49,1,'nvidia','nvidia','Nvidia','investor','[]');
INSERT INTO "mention_party" VALUES(50,0,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(50,1,'oracle','oracle','Oracle','seller','[]');
INSERT INTO "mention_party" VALUES(51,0,'oracle','oracle','Oracle','buyer','[]');
INSERT INTO "mention_party" VALUES(51,1,'nvidia','nvidia','Nvidia','seller','[]');
INSERT INTO "mention_party" VALUES(52,0,'intel','intel','Intel','investee','[]');
INSERT INTO "mention_party" VALUES(52,1,'nvidia','nvidia','Nvidia','investor','[]');
INSERT INTO "mention_party" VALUES(53,0,'coreweave','coreweave','CoreWeave','seller','[]');
INSERT INTO "mention_party" VALUES(53,1,'nvidia','nvidia','Nvidia','buyer','[]');
INSERT INTO "mention_party" VALUES(54,0,'oracle','oracle','Oracle','investor','[]');
INSERT INTO "mention_party" VALUES(54,1,'openai','openai','OpenAI','investor','[]');
INSERT INTO "mention_party" VALUES(54,2,'mgx','mgx','MGX','investor','[]');
INSERT INTO "mention_party" VALUES(54,3,'softbank','softbank','SoftBank','investee','[]');
INSERT INTO "mention_party" VALUES(55,0,'aws','aws','AWS','seller','["Amazon Web Services"]');
INSERT INTO "mention_party" VALUES(55,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(56,0,'oracle','oracle','Oracle','seller','[]');
INSERT INTO "mention_party" VALUES(56,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(57,0,'oracle','oracle','Oracle','buyer','[]');
INSERT INTO "mention_party" VALUES(57,1,'amd','amd','AMD','seller','[]');
INSERT INTO "mention_party" VALUES(58,0,'openai','openai','OpenAI','investee','[]');
INSERT INTO "mention_party" VALUES(58,1,'amd','amd','AMD','investor','[]');
INSERT INTO "mention_party" VALUES(59,0,'microsoft','microsoft','Microsoft','seller','[]');
INSERT INTO "mention_party" VALUES(59,1,'openai','openai','OpenAI','buyer','[]');
INSERT INTO "mention_party" VALUES(60,0,'iren','iren','IREN','buyer','[]');
INSERT INTO "mention_party" VALUES(60,1,'microsoft','microsoft','Microsoft','seller','[]');
INSERT INTO "mention_party" VALUES(61,0,'coreweave','coreweave','CoreWeave','seller','[]');
INSERT INTO "mention_party" VALUES(61,1,'meta','meta','Meta','buyer','[]');
INSERT INTO "mention_party" VALUES(62,0,'core-scientific','core-scientific','Core Scientific','target','[]');
INSERT INTO "mention_party" VALUES(62,1,'meta','meta','Meta','acquirer','[]');
INSERT INTO "mention_party" VALUES(63,0,'anthropic','anthropic','Anthropic','investor','[]');
INSERT INTO "mention_party" VALUES(63,1,'google','google','Google','investee','[]');
INSERT INTO "mention_party" VALUES(64,0,'microsoft','microsoft','Microsoft','buyer','[]');
INSERT INTO "mention_party" VALUES(64,1,'~zzyxnorthern',NULL,'Zzyx Northern','seller','[]');
INSERT INTO "mention_party" VALUES(65,0,'microsoft','microsoft','Microsoft','buyer','[]');
INSERT INTO "mention_party" VALUES(65,1,'~zzyxnorthern',NULL,'Zzyx Northern','seller','[]');
CREATE INDEX ix_deal_day ON deal (day);
CREATE INDEX ix_deal_kind ON deal (kind);
CREATE INDEX ix_deal_alias_deal_id ON deal_alias (deal_id);
CREATE UNIQUE INDEX ix_mention_article_id_position ON mention (article_id, position);
CREATE INDEX ix_deal_mention_deal_id ON deal_mention (deal_id);
CREATE INDEX ix_mention_party_company_id ON mention_party (company_id);
COMMIT;
