const paths = {
  todo: 'M4 5h12M4 10h12M4 15h7M14 14l1.5 1.5L18 13',
  done: 'M4 10.5l4 4L16 6',
  mine: 'M10 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c.6-3.2 3-5 6-5s5.4 1.8 6 5',
  watch:
    'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  pen: 'M4 16l.8-3.4L13.5 4a1.4 1.4 0 0 1 2 0l.6.6a1.4 1.4 0 0 1 0 2L7.4 15.2 4 16z',
  archive: 'M3 4h14v3H3zM4.5 7v9h11V7M8 10.5h4',
  search: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5L17 17',
  people:
    'M7 9a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 7 9zM2 16c.4-3 2.3-4.6 5-4.6s4.6 1.6 5 4.6M13 9a2.3 2.3 0 1 0 0-4.6M14 11.5c2.1.2 3.6 1.7 4 4.5',
  key: 'M7 13a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM10.5 10.5L17 17M14 14l1.8-1.8',
  ledger: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  tree: 'M8 3h4v4H8zM3 13h4v4H3zM13 13h4v4h-4zM10 7v3M5 13v-3h10v3',
  account:
    'M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 10.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM5 16c.7-2.3 2.5-3.5 5-3.5s4.3 1.2 5 3.5',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  close: 'M5 5l10 10M15 5L5 15',
  upload: 'M10 13V4M6.5 7L10 3.5 13.5 7M4 13v3.5h12V13',
  print: 'M6 7V3h8v4M5 14H3V7h14v7h-2M6 11.5h8V17H6z',
  open: 'M11 3h6v6M17 3l-8 8M14 11v5H4V6h5',
  down: 'M5 7.5l5 5 5-5',
  warn: 'M10 3l8 14H2zM10 8v4.5M10 14.6v.4',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  download: 'M10 3v9M6.5 9L10 12.5 13.5 9M4 13v3.5h12V13',
  remove: 'M4 6h12M8 6V4h4v2M6 6l.7 11h6.6L14 6',
  inbox: 'M3 11l2-7h10l2 7v5H3zM3 11h4l1 2h4l1-2h4',
  chart: 'M3 16.5h14M5 13.5V9M10 13.5V4M15 13.5V7',
  report: 'M5 3h7l3 3v11H5zM12 3v3h3M8 10h4M8 13h4',
  scale: 'M10 3v14M6 17h8M4 6h12M4.5 6l-2 5h4zM15.5 6l-2 5h4z',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  grid: 'M3 4h14v12H3zM3 8h14M3 12h14M8 4v12',
  flag: 'M5 17V3M5 4h10l-2.5 3L15 10H5',
  tiles: 'M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z',
  book: 'M10 5C8 3.7 5.5 3.5 3 4v11.5c2.5-.5 5-.3 7 1 2-1.3 4.5-1.5 7-1V4c-2.5-.5-5-.3-7 1zM10 5v11.5',
  again: 'M15.6 7A6 6 0 0 0 4.2 9M4.4 13a6 6 0 0 0 11.4-2M15.8 3.5V7h-3.5M4.2 16.5V13h3.5',
  speak: 'M3 8.5v3h3l7 4V4.5l-7 4zM15.5 8a3 3 0 0 1 0 4',
  chat: 'M3 4h14v10H9l-4 3v-3H3z',
  tag: 'M3 3h6l8 8-6 6-8-8zM6.6 6.6h.01',
  words: 'M3.5 16L8 4h1l4.5 12M5.2 12h6.6M15 16h2',
  term: 'M6 3h8M6 17h8M7 3v3l3 4 3-4V3M7 17v-3l3-4 3 4v3',
  send: 'M3 10l14-6-5 13-3-5zM9 12l8-8',
  shield: 'M10 2.5l6 2v5c0 4-2.4 6.4-6 8-3.6-1.6-6-4-6-8v-5zM7.5 10l2 2 3.5-4',
  stamp: 'M8 3h4l-.8 6H15v3H5V9h3.8zM4 16.5h12',
  mail: 'M3 5h14v10H3zM3 6l7 5 7-5',
  push: 'M3 10h10M9.5 6.5L13 10l-3.5 3.5M16.5 4v12',
  check: 'M5 3h10v14H5zM7.5 10l2 2 3.5-4',
  swap: 'M4 7h12M4 13h12M6.5 4.5L4 7l2.5 2.5M13.5 10.5L16 13l-2.5 2.5',
  route:
    'M5 17a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 15h5a3 3 0 0 0 0-6H8a3 3 0 0 1 0-6h5',
  turn: 'M4 4v5a4 4 0 0 0 4 4h8M12.5 9.5L16 13l-3.5 3.5',
  pair: 'M3 4h5v12H3zM12 4h5v12h-5zM8 8h4M8 12h4',
  plug: 'M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v3',
  seal: 'M10 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM7 11l-1 6 4-2 4 2-1-6',
} as const

export type IconName = keyof typeof paths

/** A line drawing beside a word; it never carries meaning alone, so it is silent to a screen reader. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
