/**
 * Pieces that guessers try first: the yearly lists of leaked passwords, keyboard columns, Chinese number puns and
 * pinyin classics, and the words of this trade. Lower case, look-alikes (@ $ 0 …) already undone where they are letters.
 */
export const weakWords: readonly string[] = `
password passwd passcode passw pwd secret letmein welcome login signin changeme default master access hello hallo
admin administrator root superuser sysadmin system manager operator server service support office guest user test tester
testing demo sample temp temporary public private company computer internet network windows linux oracle mysql postgres
huawei cisco lenovo xiaomi apple samsung google microsoft tencent baidu alibaba taobao wechat weixin alipay sina sohu
monkey dragon tiger eagle lion panda phoenix sunshine princess prince queen king angel flower summer winter spring autumn
football baseball basketball soccer superman batman spider shadow pokemon starwars matrix freedom whatever trustno
iloveyou loveyou lovely love forever baby honey lucky happy money rich boss super hunter ranger killer ninja pepper
michael jordan jessica charlie thomas robert daniel andrew jennifer michelle ashley george william
qwerty qwert azerty qwe asd zxc qaz wsx edc rfv tgb yhn ujm qazwsx qweasd asdzxc qweasdzxc zaq xsw cde vfr bgt nhy mju
1qaz 2wsx 3edc 4rfv 5tgb 6yhn zaq1 xsw2 cde3 !qaz @wsx #edc 1q2w 1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2 q1w2e3 q1w2e3r4 a1b2c3
abc abcd a123 aa123 abc123 123abc asdf asdfgh zxcv zxcvbn qwer poiuy lkjh mnbv
12345 123456 1234567 12345678 123456789 654321 987654 112233 11223344 123123 123321 121212 131313 147258 147258369
147852 159357 159753 258369 321321 456789 741852 789456 852456 963852 102030 010203 101010 100200
520 521 1314 5201314 1314520 5211314 521521 520520 7758521 7758258 168168 888 666 168 518 998 5188 1688 110 119 120 12350 12345
woaini woaiwo woaiwojia woaizhongguo aini baobei baobao laopo laogong baba mama meimei gege jiejie didi erzi nver
mima wodemima wode denglu zhanghao yonghu guanliyuan guanli chaoji xitong ceshi gongsi danwei bangong bangongshi diannao
shouji wangluo nihao nihaoma xiexie shengri kuaile jiayou facai fafafa shunli pingan xingfu
zhongguo zhonghua renmin guojia zhengfu zhengwu gongkai zhengwugongkai yingji yingjiju yingjiting anquan anjian shengchan
xiaofang jiuyuan jiuzai fangzai zhaoming gongwen mimi baomi
beijing tianjin shanghai chongqing hebei shanxi liaoning jilin heilongjiang jiangsu zhejiang anhui fujian jiangxi shandong
henan hubei hunan guangdong guangxi hainan sichuan guizhou yunnan xizang shaanxi gansu qinghai ningxia xinjiang jiaozuo ruili
zhang wang zhao chen yang huang zhou zhangwei wangwei zhangsan lisi wangwu
`
  .trim()
  .split(/\s+/)

/** Rows of keys and other orders in which fingers walk; a run of three or more in either direction is worth nothing. */
export const weakRows: readonly string[] = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '!@#$%^&*()_+',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!qaz@wsx#edc$rfv%tgb',
]
