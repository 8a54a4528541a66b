/** Every step of building in every way it can look. */
import { stories } from './build-stories'
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'

expectNoComplaints()
everyLookIsAccessible('build', stories)
