/** Every step of a release up to the promotion, in every way it can look. */
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'
import { stories } from './release-story'

expectNoComplaints()
everyLookIsAccessible('release', stories)
