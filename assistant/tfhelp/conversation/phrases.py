"""How people say in a conversation that advice failed, what they tried, what their case is, and what they ask anew.

Regular expressions for folded text: NFKC and simplified characters, so full-width punctuation is ASCII. They are
strings, compiled when first needed. Nothing that repeats is repeated itself; texts are short, see
`statement.MAX_CHARS`.
"""

from __future__ import annotations

# What people do to mend something.
EN_VERBS = (
    r"upgrad(?:ed|ing)|downgraded|updated|(?:re)?installed|restarted|rebooted|tried|done|did|set|added|changed"
    r"|removed"
    r"|deleted|cleared|reduced|lowered|increased|raised|enabled|disabled|turned (?:on|off)|switched|checked"
    r"|verified|ran|run"
    r"|used|using|replaced|moved|fixed|applied|followed|pinned|cleaned|rebuilt|pulled|logged in|have|got"
)
ZH_VERBS = (
    r"升级|更新|降级|升|降|重启|重装|安装|装|尝试|试|设置|设|改成|改|加上|加|删除|删|清理|清空|清|卸载|换成|换|执行|运行"
    r"|配置|下载|登录|打开|开启|开|关闭|关|调到|调成|调|检查|确认|减小|减少|增大|做|弄|指定|传"
)
# The advice did not help, was about something else, or other advice is wanted.
FAILED_EN = (
    r"\b(?:did|does|do|has|have|had|was|is|could|can)(?: no|n'?)t (?:really |seem to )?"
    r"(?:help\w*|fix\w*|solve\w*|change\w*|make (?:a|any) difference)\b"
    r"|\b(?:did|has|have)(?: no|n'?)t work\w*\b"
    r"|(?:^|[,.;] ?|\b(?:it|that|this|these|those|neither|none|advice|solution|fix|\w+ing)(?: of \w+)? )"
    r"(?:(?:is|are|do|does|s)\s?)?(?:still )?(?:not?|n't|doesn't|isn't|doesnt|don't|dont|never) work(?:s|ing"
    r"|ed)?\b"
    r"|\bsame (?:\w+ )?\w*(?:error|exception|problem|issue|thing|result|message|output|here|outcome|failure"
    r"|traceback|as before|again)\b|[,.;] same \w+\W*$"
    r"|^(?:still )?(?:the )?same\W*$"
    r"|\bno (?:luck|effect|change|difference|dice|joy|help|improvement|success|use)\b"
    r"|^(?:nope|no|nah|nothing)(?:\W*$|[,.!])"
    r"|\b(?:does|did|do|has|changes|changed) nothing\b|^not (?:it|that|this)\b"
    r"|\bnot (?:really )?(?:my|the|our|what) (?:\w+ )?(?:problem|issue|case|error|question|situation|i)\b"
    r"|\b(?:none|nothing|neither)\b.{0,20}\b(?:work|help|fix|chang|solv)\w*"
    r"|\b(?:made|makes|make) no difference\b|\bto no avail\b|\bin vain\b|\bnothing (?:changed|changes|helps"
    r"|helped|works|worked)\b"
    r"|\bnot helpful\b|\bunrelated\b|\buseless\b|\birrelevant\b|\bwrong (?:answer|entry|problem)\b"
    r"|\b(?:persists|remains)\b|\b(?:not|un)[ -]?(?:solved|fixed|resolved)\b"
    r"|\b(?:any|some)(?:thing else|(?: other|more) (?:ideas?|suggestions?|options?|way|solutions?|fix))\b"
    r"|^(?:other|another|next|more) (?:one|ideas?|suggestions?|answer|solutions?)\b"
)
# The same of the symptom; in a question these words mean other things.
STILL_EN = (
    r"\balso (?:fails?|failed|crash\w*|doesn't|does not|didn't|gives|times out)\b|(?:n't|not) \w+ either\W*$"
    r"|\b(?:still|again)\b(?! (?:need|want|have to|use|possible))"
)
# The same in Chinese. 还是 between two things asks which of them, and is left alone by what follows it there.
FAILED_ZH = (
    r"(?:还是|还|依然|依旧|仍然|仍旧|仍|照样|同样)(?:会|在|是|老|也)?(?:不|没|报|一样|错|失败|同样|那样|那个|这个|这样|无法|有"
    r"|出|提示|显示|老样子|卡|慢|爆|崩|超时|连|nan|oom|error)"
    r"|(?:还是|依然|依旧|仍然|仍旧|照样)\s?(?!\S{0,8}(?:前|后|好|对|里|行|呢|吗|\?)\W*$)\S{0,8}$"
    r"|没(?:什么|啥|有|有任何|任何)?(?:(?:用|好|变)(?=\s*(?:$|[,.;!?]|[啊呀呢的了哦吧]))|(?:效果|效|变化|改善|解决|帮助|成功|区别|作用)(?!过|到))"
    r"|无效|白搭"
    r"|(?<![时候上里下中])也(?:还是|是|会|都|照样|一样)?(?:不|没|报|失败|超时|爆|崩|卡|出错|连不上|无法)"
    r"|不(?:管用|起作用|好使|奏效|顶用|对症|生效)|解决不了|不解决"
    r"|(?:^|[,。.;!? ]|也|都|了|后|这样|依然)不(?:行|对|可以)(?=\W|$|[啊呀呢的了哦])"
    r"|(?<!是)不是[^,.;?!]{0,10}(?:问题|原因|情况|错误|报错|意思)|不是我(?:要|想|问)|答非所问|不相关|不符|不一样"
    r"|(?:一样|同样|相同|原来|之前)的?(?:错|报错|错误|问题|结果|提示)|问题依旧|老样子|一样$"
    r"|(?:还有|有没有|有)(?:别的|其他|其它|另外)的?|换(?:一|个)(?:个)?(?:答案|办法|方法|方案|思路)|下一个"
)
# A question that says what it is about.
ASKS_EN = (
    r"(?:^|[,.;:!?] ?|\b(?:so|ok|please|hi|hello|btw|also|and|but|then|tell me|explain|know|wondering|idea) )"
    r"(?:how|why|what|what's|whats|where|which|who|when (?=do|does|should|is|will))\b|\bhow (?:to|do|can"
    r"|should)\b"
)
# A question that may leave that out.
YES_NO_EN = (
    r"(?:^|, ?)(?:can|could|should|do|does|did|is|are|am|will|would|has|must|may|have (?=i|you|we|any))\b"
    r"|\bis there\b"
)
ASKS_ZH = r"怎么|怎样|如何|为什么|为何|为啥|(?<!没)(?:什么|啥)|哪|咋|多少|区别|求助"
YES_NO_ZH = r"吗|是不是|能不能|可不可以|要不要|会不会|有没有|是否|么\W*$"
# A complaint.
PROBLEM = (
    r"\b(?:errors?|fail(?:s|ed|ing|ure)?|crash(?:es|ed|ing)?|can ?not|can't|cant|won't|has no|no such"
    r"|no attribute|missing"
    r"|broken|wrong|garbage|gibberish|nonsense|garbled|hangs?|hanging|nothing but|breaks?|stuck|freezes?|slow"
    r"|nan|oom|out of memory|refuses|killed"
    r"|timeout|exception|warnings?|dies|bug|mismatch|un\w{3,}ed|invalid|corrupt\w*|stops?|repeats?|empty"
    r"|ignored|deprecated"
    r"|removed|gone|complains?|denied|forbidden|too (?:long|large|short|many)|(?:does|is|was|were|are|has"
    r"|did)(?: not|n'?t))\b"
    r"|报错|失败|出错|错误|崩|卡住|卡死|不动|异常|乱码|爆|不够|不足|无法|不了|不出|太慢|很慢|变慢|不收敛|不下降|丢失|找不到|连不上"
    r"|不上(?!外)|超时|不匹配|不支持|不一致|不一样|不认|溢出|死机|闪退|警告|提示|弃用|挂了|就挂|没了|少了|变了|多了|全是|重复|没有"
)
# What somebody does not do or want is no complaint.
MINE_NOT = r"^(?:i|we|i'm|我们?)\s?(?:\w+ )?(?:\w+n't|not|没有?|不)"
# The question before is done with.
SOLVED = (
    r"\b(?:is|are|it's) (?:gone|fixed|solved)\b|\b(?:that|it|this) (?:worked|works now|solved it|fixed it"
    r"|helped)\b"
    r"|^(?:好了|解决了|可以了|谢谢|搞定了?)[,. ]"
)
# Conjunctions that continue what was said, however long the rest is.
LEADS = (
    r"^(?:(?:ok(?:ay)?|hmm|well|yes|yeah|no|thanks|thank you|great)\W+)?(?:and|but|also|then|or|what about"
    r"|how about|what if"
    r"|except|besides|instead|otherwise|plus|actually)\b(?! (?:is there|how (?:do|to|can) i))"
    r"|^(?:嗯|好的?|行|谢谢|哦)?[, ]*(?:那|还有|而且|另外|但|可是|不过|假如|或者|然后|并且|所以|其实|除了|以及)"
)
# Beginnings of what is no sentence, or whose subject was named before.
PART = (
    r"^(?:so|if|only|just|when|while|during|after|before|with|without|on|in|using|under|for|at|inside|from"
    r"|because|since"
    r"|happens?|happening|occurs?|appears|fails? (?:only|on|in|with|when)|works (?:on|in|with|fine)|it|its|it's"
    r"|this|that|these"
    r"|those|they|maybe|perhaps|could it be)\b(?! is it )"
    r"|^(?:这|它|还|如果|要是|也|只有|只在|只是|对于|针对|在|用|使用|是在|同时|换成|改用|具体|详细|麻烦|是不是|会不会|难道|可能是|难不成)"
)
# Words that stand for something said before; relative and conditional ones are left out.
POINTS_EN = (
    r"^(?:(?:please|can you|could you|would you) )*(?:explain|elaborate|show|describe|more details?"
    r"|an? example)\b|, but\b"
    r"|\bthe (?:first|second|third|last|other|next) (?:option|one|step|way|command|line|solution|fix|point)\b"
    r"|\b(?:this|these|those|the|such|that|same) (?:error|problem|issue|fix|solution|setting|code|warning"
    r"|message|flag"
    r"|option|one|thing|way|entry|step|command|advice|line|case|parameter|argument|change|approach|method"
    r"|answer)s?\b"
    r"|\b(?:it|that|this|these|those|them|they)(?:'s|s)?(?= (?:is|was|are|were|do|does|did|doesn't|has|had|have"
    r"|will|would"
    r"|can|could|only|also|still|always|never|just|even|not|mean|means|happens?|works?|fails?|crashes|breaks"
    r"|goes|occurs"
    r"|appears|on|in|with|for|to|at|under|again|instead|too|matter|make|go|help|affect|cause|apply|need)\b|\W*$"
    r"|[,.?!;])"
    r"|\b(?:do|did|does|after|before|with|without|about|like|by|for|of|than|from|use|run|apply|put|set|add|fix"
    r"|solve) "
    r"(?:it|that|this|them|these|those)\b"
    r"|\b(?:too|as well|either|instead|then|though|here)\W*$"
)
# An it that stands for nothing.
EXPLETIVE = r"\bis it (?:possible|normal|ok|okay|safe|necessary|better|bad|dangerous|worth)\b(?=.{8})"
POINTS_ZH = (
    r"这|那个|那些|那样|那种|那么做|它|上面(?:的|说|那)|刚才|刚刚|上述|该(?:错误|问题|参数|方法)|你说|同理|才会?(?:出|报|有|爆)|(?:的时候|时)才"
    r"|[,.;] ?(?:但|可是|不过)|第[一二三四五12345](?:个|种|步|条|点)(?:方法|办法|方案|步骤)?"
    r"|呢\W*$|的话|(?:改|做|弄|加|装|升级|设置|换|设)(?:完|好|上)(?:了|之后|以后|后|要|需)"
    r"|^[^,。?!]{1,14}(?:上|下|里|中|环境|系统)面?(?:的话|又|该|要|应该|也)?(?:怎么|如何|呢|可以|能|会)"
)
# Statements about the own case.
CIRCUMSTANCE = (
    r"^(?:i|i'm|im|i've|we|we're|running|using)\b|^(?:the|my|our) (?:\w+ ){1,3}(?:is|are|was|were|has|have"
    r"|uses?|comes?|says?|sits)\b"
    r"|^[a-z]\w*(?: \w+){0,2} (?:is|are|was|says?|has) (?:only |about |just |at |from |not )?"
    r"|^\S{1,8}是|^(?:我(?:的|用|是|们|在)?|显卡|版本|系统|环境|模型是|用的)"
)
# A single word that names a machine, a model, a way of running; figures do as well.
THINGS = (
    r"\d|^(?:\w*fp16|bf16|half|float\w*|int8|nf4|lora|qlora|peft|deepspeed|zero|fsdp|ddp|accelerate|trainer"
    r"|sfttrainer|trl|vllm"
    r"|windows|win|linux|ubuntu|mac|macos|wsl|docker|colab|kaggle|jupyter|notebook|slurm|conda|venv|pip|python"
    r"|torch|pytorch"
    r"|tensorflow|jax|transformers|cuda|rocm|mps|cpu|gpu|gpus|tpu|npu|rtx|gtx|tesla|nvidia|amd|ascend|gb|batch"
    r"|size|epoch"
    r"|llama|qwen|gemma|mistral|mixtral|gpt|bert|roberta|whisper|phi|deepseek|glm|chatglm|clip|vit|instruct"
    r"|base|chat|large"
    r"|small|proxy|offline|firewall|cluster|server|laptop|eager|sdpa|flash|attention|dev|nightly|main|inference"
    r"|training"
    r"|显卡|单卡|多卡|双卡|内网|外网|代理|离线|公司|服务|务器|推理|训练|微调|量化|本地|镜像|断网|国内|海外|机器|集群|容器|电脑|笔记|记本)$"
)
# Something was done already.
TRIED_EN = (
    rf"\b(?:already|just|have|i've|ive|we've|had) (?:already |also |just |even |been )?(?:{EN_VERBS})\b"
    rf"|^(?:yes,? |ok,? |yeah,? )?(?:i |we |i've |also )?(?:also |even |both )?(?!(?:have|got|using|used|run"
    rf"|set up)\b)(?:{EN_VERBS})\b"
    rf"|^(?:i|we) (?:also |even )?(?!(?:have|got|using|run)\b)(?:{EN_VERBS})\b|\balready\W*$|\b(?:was|were|is"
    rf"|are) already\b"
    r"|\b(?:is|are) (?:all |both |now )?(?:on|off|set|enabled|disabled|installed|up to date|up-to-date"
    r"|the latest)\W*$"
)
TRIED_ZH = (
    rf"(?:已经|已|早就|都|刚刚?|之前|也|我|全)\S{{0,6}}?\s?(?:{ZH_VERBS})[^,。;?!]{{0,24}}(?:了|过|好|完)\W*$"
    rf"|(?:已经|早就)\S{{0,4}}?(?:{ZH_VERBS}|用|跑|写|有)(?:了|过|好|着|的)"
    rf"|(?:{ZH_VERBS})过(?:了|的)?\W*$|(?:{ZH_VERBS})过[^,。;?!]{{0,24}}了\W*$|已经[^,。;?!]{{1,30}}了\W*$"
    r"|过\s[^,。;?!]{1,24}了\W*$"
    rf"|^[^,。;?!]{{1,16}}?(?:{ZH_VERBS})(?:好|上|完|过)?了\W*$"
    rf"|^我?[又也]?(?:重新|全部?)?(?:把[^,。;?!]{{1,12}}?)?(?:{ZH_VERBS})了"
    rf"|(?:{ZH_VERBS})过[,都是也 ]{{0,3}}(?:没有?问题|没毛病|正常|对的)"
)
# It was done by somebody else, not done, or told for what came of it.
NOT_TRIED = (
    r"没有?\S{0,6}过|\w+n't|\bnot\b|被|不小心|把\S+也|(?:后|了)\S{0,12}(?:就|却|但|结果|反而|之后)|\b(?:but|now)\b"
)
# What was done is all that was advised.
WHOLE = (
    r"\b(?:done|did|tried|followed|applied) (?:all |exactly |both )?(?:of )?(?:that|this|it|both|all|everything"
    r"|those|these"
    r"|them|(?:the|your) (?:fix|steps|advice|suggestions?|solution|instructions?))\b|\bbeen there\b"
    r"|^(?:already )?(?:done|tried)"
    r"|试过|都试|试了|做过|(?:按|照|根据)\S{0,8}(?:做|改|试|弄)|都做了|都改了"
)
# What follows is the same failure in full.
ANNOUNCES = (
    r"\b(?:full|complete|entire|whole|here(?:'s| is| are|:)|below|traceback|stack ?trace|logs?|error message"
    r"|details?|output)\b"
    r"|完整|详细|全部|具体|报错信息|错误信息|报错内容|日志|如下|下面|贴|这是"
)
# What follows is the person's own.
SHOWS = (
    r"\b(?:code|config\w*|script|setup|env|environment|args|arguments|versions?|settings?)\b"
    r"|代码|配置|环境|参数|脚本|版本"
)
# What follows is the next failure.
OTHER_ERROR = r"\b(?:now|new|another|different|next|then)\b|现在|又|新的?|另一|然后|接着|变成|另外"
# Grammar and talk: words that say nothing of what a text is about.
STOP_EN = (
    r"a|about|add|after|again|all|already|also|am|an|and|another|answer|any|anything|are|as|"
    r"at|avail|bad|be|been|before|better|both|broken|but|by|can|case|change|changed|changes|"
    r"code|could|crash|crashed|crashes|crashing|d|did|didn|didnt|difference|do|does|doesn|"
    r"doesnt|doing|don|done|dont|during|effect|else|error|errors|even|every|everything|exactly|"
    r"fail|failed|fails|fault|file|fine|fix|fixed|fixing|for|from|get|gets|getting|go|goes|"
    r"good|got|had|happen|happening|happens|has|have|having|he|hello|help|here|hi|how|i|idea|"
    r"ideas|if|im|in|into|is|isn|isnt|issue|issues|it|its|ive|just|know|like|line|ll|luck|"
    r"m|made|make|makes|many|matter|may|maybe|me|mean|means|message|might|mine|more|most|much|"
    r"must|my|n't|need|needs|no|nope|not|nothing|now|occur|occurs|of|off|ok|okay|on|only|"
    r"onto|option|or|other|our|out|over|please|problem|problems|program|put|re|really|result|"
    r"right|run|running|s|same|script|set|shall|should|since|so|solution|solutions|solve|solved|"
    r"some|something|still|suggestion|suggestions|t|tell|than|thank|thanks|that|the|them|then|"
    r"there|these|they|thing|things|this|those|to|too|tried|try|trying|up|us|use|used|useless|"
    r"using|ve|very|want|was|way|ways|we|were|what|whats|when|where|which|while|who|why|will|"
    r"with|without|won|wont|work|worked|working|works|would|wrong|yes|yet|you|your"
)
STOP_ZH = (
    r"怎么样|怎么|怎样|如何|为什么|为何|为啥|什么|回事|是不是|能不能|可不可以|要不要|会不会|有没有|是否|哪里|哪个|哪儿|哪些|哪|请问"
    r"|谢谢|问题|解决|方法|办法|方案|具体|详细|意思|原因|情况|报错|错误|出错|失败|程序|代码|文件|脚本|跑|不起来|这样|这个|这些|这种"
    r"|那个|那样|那些|已经|还是|依然|仍然|仍旧|依旧|一样|同样|没有|没用|没效果|效果|变化|不行|不管用|应该|可以|需要|现在|之后|以后|时候"
    r"|但是|如果|不过|而且|其他|别的|还有|不是|我们|你们|尝试|试|设置|修改|改|加|做|弄|用|办|我|你|它|这|那|的|了|吗|呢|啊|吧|呀|是|有|在"
    r"|上|下|里|也|都|还|再|就|才|会|能|要|过|到|把|被|给|跟|和|与|及|或|不|没|个|一|直|好|完|对|啥|咋|求|么|又|出现|说|按|照|看|行"
)
# Thanks, alone or with the news that the problem is gone.
THANKS = (
    r"\b(?:(?:many |thousand |a million )?thanks(?: so much| very much| a lot| a bunch| a ton| a million| again| for "
    r"(?:the|your|all the|all your) (?:help|answer|advice|time))?"
    r"|thank (?:you|u)(?: so much| very much| again| for (?:the|your|all the|all your) (?:help|answer|advice|time))?"
    r"|thx|thnx|tysm|ty|cheers"
    r"|(?:it|that|this|everything)(?: all)? (?:worked|works|helped|fixed it|solved it|did it)(?: now| perfectly)?"
    r"|(?:it|that)(?:'s| is) (?:fixed|solved)(?: now)?|(?:problem |issue )?solved)\b"
    r"|(?:非常|十分|太|多)?(?:感谢|谢谢|多谢|谢了|谢啦)(?:你|您|大家|了|啦|帮助|你的帮助|您的帮助)?|(?:问题)?(?:已经?)?(?:解决|搞定)(?:了|啦)|好使了"
)
# A greeting.
GREETS = (
    r"\b(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day))(?: there| all| everyone| tfhelp)?\b"
    r"|你好|您好|大家好|哈[喽啰罗]|嗨|早上好|上午好|中午好|下午好|晚上好|在吗"
)
# What stands around both.
AGREES = (
    r"\b(?:ok|okay|great|good|nice|cool|perfect|awesome|excellent|yes|yeah|yep|got it|all good|wow|super|it|now)\b"
    r"|[好行嗯哦噢呀啊啦了呢哈的]|可以|太棒|不错|明白|知道|牛"
)
