/** What goes wrong with mirrors. */
export const gitErrors = {
  git_missing: {
    status: 500,
    transient: false,
    sentence: 'git is missing, or too old.',
    next: 'Install git 2.39.4 or newer where mirrors are kept, or switch source access of the connection off.',
  },
  mirror_broken: {
    status: 502,
    transient: true,
    sentence: 'The mirror of the repository could not be brought up to date.',
    next: 'Nothing needs to be done: it is made anew. Read the detail if it happens again.',
  },
  mirror_too_large: {
    status: 507,
    transient: false,
    sentence: 'The history of the repository is larger than a mirror may be.',
    next: 'Read this repository without git: give it a connection that reads metadata only.',
  },
  mirror_disk_full: {
    status: 507,
    transient: true,
    sentence: 'There is too little free disk space for mirrors.',
    next: 'Free space below the data directory; mirrors are caches and can be removed.',
  },
} as const
