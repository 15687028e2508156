import type { Site } from '#portal/site.ts'

/** Pages and notes that only an export has. */

const body = `<h1 class="page-title">按标题和文号查找</h1>
<p class="lead">这是公开记录的静态副本，可以按标题和发文字号查找；查找全文请到本站的在线版本。</p>
<div id="found" aria-live="polite"></div>
<noscript><p class="empty">查找需要浏览器脚本。也可以从首页进入各栏目，按年份查看。</p></noscript>`

/** The search page with a place for what the browser finds. */
export function searchPage(html: string): string {
  return html.replace(
    /<main id="main">[\s\S]*<\/main>/,
    () => `<main id="main"><div class="prose">${form}${body}</div></main>`,
  )
}

const form = `<form class="search" role="search" action="/search" method="get"><label for="title">标题或文号</label><div class="search-row"><input id="title" name="q" type="search" maxlength="200" autocomplete="off"><button type="submit">查找</button></div></form>`

/** In a quoted word of nginx: percent codes for what is no letter of ASCII, nothing that would end the word or name a variable. */
const quoted = (key: string) =>
  encodeURI(key)
    .replace(/%25/g, '%')
    .replace(/["\\$;{}]/g, c => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** What whoever runs the web server needs to know: addresses that must answer 410, and old ones that lead elsewhere. */
export function notesFor(
  site: Site,
  withdrawn: readonly string[],
  old: readonly { readonly key: string; readonly target: string }[],
): [string, string][] {
  const paths = withdrawn.map(a => site.base + a)
  return [
    [
      'withdrawn.txt',
      `# 已撤回的地址：请让网页服务器对它们回答 410，页面内容不变。\n${paths.map(p => `${p}\n`).join('')}`,
    ],
    [
      'nginx-withdrawn.conf',
      `# 放进 nginx 的 server 段：已撤回的地址回答 410，并给出原地址上的说明。重新导出后 nginx -s reload。
error_page 410 @zhaoming_withdrawn;
location @zhaoming_withdrawn { try_files $uri =410; }
${paths.map(p => `location = ${p} { return 410; }\n`).join('')}`,
    ],
    [
      'nginx-old-addresses.conf',
      `# 放进 nginx 的 http 段：换网站以前的旧网址转到新网址（不分大小写；参数要与原来的次序一致）。再在 server 段里写：
# if ($zhaoming_moved) { return 301 $zhaoming_moved; }
# 网址长、条数多时，http 段里还要有：map_hash_bucket_size 1024; map_hash_max_size 262144;
map $request_uri $zhaoming_moved {
  default "";
${old.map(o => `  "${quoted(o.key)}" "${site.base}${o.target}";\n`).join('')}}
`,
    ],
  ]
}
