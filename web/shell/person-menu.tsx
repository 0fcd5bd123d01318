import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconChevronUp, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { roleTitles, useSession } from '../session.ts'
import classes from './rail.module.css'
import { schemes } from './schemes.ts'
import { useSignOut } from './sign-out.ts'

/** Who is signed in, how the page looks to them, and the way out. */
export function PersonMenu() {
  const { person } = useSession()
  const signOut = useSignOut()
  return (
    <Menu position="top-start" width={208} shadow="md" classNames={{ item: classes.item }}>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          <span className={classes.initials} aria-hidden>
            {initials(person.name)}
          </span>
          <span className={classes.who}>
            <span className={classes.name}>{person.name}</span>
            <span className={classes.role}>{roleTitles[person.role]}</span>
          </span>
          <IconChevronUp size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/settings/account"
          leftSection={<IconUserCircle size={16} stroke={1.75} aria-hidden />}
        >
          Account
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />} onClick={() => signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return schemes.map(({ value, label, icon: Icon }) => (
    <Menu.Item
      key={value}
      role="menuitemradio"
      aria-checked={colorScheme === value}
      closeMenuOnClick={false}
      leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
      rightSection={colorScheme === value && <IconCheck size={16} stroke={1.75} aria-hidden />}
      onClick={() => setColorScheme(value satisfies MantineColorScheme)}
    >
      {label}
    </Menu.Item>
  ))
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase()
}
