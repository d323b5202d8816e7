/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names. A dentry is in its parent's list of children as long as it lives, and in the hash table
 * while lookups may find it. One that nobody uses stays for the next lookup, up to a limit, unless
 * it is unhashed. A dentry holds its parent; a positive one holds its inode.
 */
#include "fs/fsnotify.h"
#include <stdio.h>

#define HASH_BITS_MIN 8
#define HASH_BITS_MAX 20
#define MAX_UNUSED 8192

/* A name too long for the dentry itself; shared when a rename puts it on another dentry. */
struct long_name {
	unsigned refs;
	char text[];
};

static struct long_name *long_name_of(const struct dentry *d)
{
	return d->name == d->iname ? NULL : container_of(d->name, struct long_name, text);
}

static void name_put(struct dentry *d)
{
	struct long_name *n = long_name_of(d);

	if (n && !--n->refs)
		kfree(n);
}

static bool name_set(struct dentry *d, const char *name, unsigned len)
{
	char *text = d->iname;

	if (len >= sizeof(d->iname)) {
		struct long_name *n = kmalloc(sizeof(*n) + len + 1);

		if (!n)
			return false;
		n->refs = 1;
		text = n->text;
	}
	memcpy(text, name, len);
	text[len] = '\0';
	d->name = text;
	d->name_len = len;
	d->name_hash = name_hash(text, len);
	return true;
}

uint32_t name_hash(const char *name, unsigned len)
{
	uint64_t h = 0;

	while (len--)
		h = name_hash_step(h, (unsigned char)*name++);
	return name_hash_end(h);
}

/* The parent's address only spreads names over buckets: no result depends on it. */
static struct list_head *bucket(const struct dentry *parent, uint32_t hash)
{
	struct fs_state *fs = fs_state();
	uint64_t key = hash ^ ((uintptr_t)parent >> 5);

	return &fs->hash[key * 0x9e3779b97f4a7c15ull >> (64 - fs->hash_bits)];
}

static struct list_head *hash_table(unsigned bits)
{
	struct list_head *table = kmalloc(sizeof(*table) << bits);

	for (size_t i = 0; table && i < (1ul << bits); i++)
		list_init(&table[i]);
	return table;
}

int dcache_init(struct fs_state *fs)
{
	list_init(&fs->unused);
	fs->hash_bits = HASH_BITS_MIN;
	fs->hash = hash_table(fs->hash_bits);
	return fs->hash ? 0 : -ENOMEM;
}

void dcache_exit(struct fs_state *fs)
{
	kfree(fs->hash);
	fs->hash = NULL;
}

/* Chains stay short; without memory for a larger table they grow. */
static void hash_grow(struct fs_state *fs)
{
	struct list_head *old = fs->hash;
	size_t n = 1ul << fs->hash_bits;
	struct list_head *table;
	struct dentry *d, *tmp;

	if (fs->hash_bits == HASH_BITS_MAX)
		return;
	table = hash_table(fs->hash_bits + 1);
	if (!table)
		return;
	fs->hash = table;
	fs->hash_bits++;
	for (size_t i = 0; i < n; i++)
		list_for_each_entry_safe(d, tmp, &old[i], hash)
			list_move_tail(&d->hash, bucket(d->parent, d->name_hash));
	kfree(old);
}

static void d_hash(struct dentry *d)
{
	struct fs_state *fs = fs_state();

	if (fs->nr_dentries > 2ul << fs->hash_bits)
		hash_grow(fs);
	list_add(&d->hash, bucket(d->parent, d->name_hash));
	d->flags &= ~D_UNHASHED;
}

void d_drop(struct dentry *d)
{
	list_del(&d->hash);
	d->flags |= D_UNHASHED;
}

static struct dentry *dentry_alloc(struct super_block *sb, const char *name, unsigned len)
{
	struct dentry *d = kzalloc(sizeof(*d));

	if (!d)
		return NULL;
	if (!name_set(d, name, len)) {
		kfree(d);
		return NULL;
	}
	d->refs = 1;
	d->flags = D_UNHASHED;
	d->parent = d;
	d->sb = sb;
	list_init(&d->children);
	list_init(&d->sibling);
	list_init(&d->hash);
	list_init(&d->lru);
	fs_state()->nr_dentries++;
	return d;
}

struct dentry *d_alloc(struct dentry *parent, const char *name, unsigned len)
{
	struct dentry *d = dentry_alloc(parent->sb, name, len);

	if (!d)
		return NULL;
	d->parent = parent;
	dget(parent);
	list_add_tail(&d->sibling, &parent->children);
	return d;
}

struct dentry *d_make_root(struct inode *inode)
{
	struct dentry *d = inode ? dentry_alloc(inode->sb, "/", 1) : NULL;

	if (!d) {
		if (inode)
			inode_put(inode);
		return NULL;
	}
	d->flags = 0;
	d->inode = inode;
	return d;
}

struct dentry *d_alloc_pseudo(struct super_block *sb, const char *name)
{
	struct dentry *d = dentry_alloc(sb, name, (unsigned)strlen(name));

	if (d)
		d->flags |= D_PSEUDO;
	return d;
}

void d_add(struct dentry *d, struct inode *inode)
{
	d->inode = inode;
	d_hash(d);
}

void d_instantiate(struct dentry *d, struct inode *inode)
{
	d->inode = inode;
	if (d->flags & D_UNHASHED)
		d_hash(d);
}

void d_tmpfile(struct dentry *d, struct inode *inode)
{
	/* The name was reserved long enough by whoever allocated the dentry: it fits iname. */
	d->name_len = (unsigned)snprintf(d->iname, sizeof(d->iname), "#%llu",
					 (unsigned long long)inode->ino);
	d->name_hash = name_hash(d->iname, d->name_len);
	d->inode = inode;
}

/* Positions in a listing start after those of "." and ".." and are never used twice. */
#define FIRST_COOKIE 2

static uint64_t cookie_next(struct dentry *parent)
{
	return FIRST_COOKIE + parent->next_cookie++;
}

void d_make_persistent(struct dentry *d)
{
	dget(d);
	d->flags |= D_PERSISTENT;
	d->cookie = cookie_next(d->parent);
	list_move_tail(&d->sibling, &d->parent->children);
}

void d_remove(struct dentry *d)
{
	d_drop(d);
	if (d->flags & D_PERSISTENT) {
		d->flags &= ~D_PERSISTENT;
		dput(d);
	}
}

void dget(struct dentry *d)
{
	d->refs++;
}

static void unused_del(struct dentry *d)
{
	if (!list_empty(&d->lru)) {
		list_del(&d->lru);
		fs_state()->nr_unused--;
	}
}

/* Frees an unused dentry; its parent has one reference to be dropped, or NULL. */
static struct dentry *d_free(struct dentry *d)
{
	struct dentry *parent = d->parent == d ? NULL : d->parent;

	unused_del(d);
	list_del(&d->hash);
	list_del(&d->sibling);
	if (d->inode) {
		fsnotify_removed(d->inode);
		inode_put(d->inode);
	}
	name_put(d);
	kfree(d);
	fs_state()->nr_dentries--;
	return parent;
}

/* Drops a reference; what becomes unused stays findable unless it was unhashed. */
static void __dput(struct dentry *d)
{
	struct fs_state *fs = fs_state();

	while (d && !--d->refs) {
		if (d->flags & D_UNHASHED) {
			d = d_free(d);
			continue;
		}
		/* One that was used since it came here goes to the young end. */
		if (list_empty(&d->lru))
			fs->nr_unused++;
		list_move_tail(&d->lru, &fs->unused);
		return;
	}
}

/* Forgets the unused dentries that were used longest ago until no more than limit are left. */
static void prune_to(unsigned long limit)
{
	struct fs_state *fs = fs_state();

	while (fs->nr_unused > limit) {
		struct dentry *d = list_first_entry(&fs->unused, struct dentry, lru);

		unused_del(d);
		if (!d->refs)
			__dput(d_free(d));
	}
}

void dput(struct dentry *d)
{
	__dput(d);
	prune_to(MAX_UNUSED);
}

struct dentry *d_lookup_hash(struct dentry *parent, const char *name, unsigned len, uint32_t hash)
{
	struct dentry *d;

	list_for_each_entry(d, bucket(parent, hash), hash) {
		if (d->name_hash == hash && d->parent == parent && d->name_len == len &&
		    !memcmp(d->name, name, len)) {
			d->refs++;
			return d;
		}
	}
	return NULL;
}

struct dentry *d_lookup(struct dentry *parent, const char *name, unsigned len)
{
	return d_lookup_hash(parent, name, len, name_hash(name, len));
}

static struct dentry *deepest(struct dentry *d)
{
	while (!list_empty(&d->children))
		d = list_first_entry(&d->children, struct dentry, sibling);
	return d;
}

/* What is unused below top goes, children before parents, without recursion. */
void dcache_prune_below(struct dentry *top)
{
	struct dentry *d = deepest(top), *next;

	while (d != top) {
		next = d->sibling.next == &d->parent->children ?
			       d->parent :
			       deepest(list_next_entry(d, sibling));
		if (!d->refs)
			d_free(d)->refs--; /* the parent's turn comes */
		d = next;
	}
}

/* A mount keeps its place, whatever the filesystem below has come to think of the name. */
void d_invalidate(struct dentry *d)
{
	if (d->mounts)
		return;
	d_drop(d);
	dcache_prune_below(d);
}

/* d takes target's name, sharing a long one; target keeps it for "(deleted)". */
static void name_copy(struct dentry *d, const struct dentry *target)
{
	struct long_name *n = long_name_of(target);

	name_put(d);
	if (n) {
		n->refs++;
		d->name = target->name;
	} else {
		memcpy(d->iname, target->iname, sizeof(d->iname));
		d->name = d->iname;
	}
	d->name_len = target->name_len;
	d->name_hash = target->name_hash;
}

void d_move(struct dentry *d, struct dentry *target)
{
	struct dentry *old_parent = d->parent;

	d_drop(d);
	name_copy(d, target);
	dget(target->parent);
	d->parent = target->parent;
	if (target->flags & D_PERSISTENT) { /* its place in the listing, too */
		d->cookie = target->cookie;
		list_del(&d->sibling);
		list_add(&d->sibling, &target->sibling);
	} else {
		list_move_tail(&d->sibling, &d->parent->children);
		if (d->flags & D_PERSISTENT)
			d->cookie = cookie_next(d->parent);
	}
	d_remove(target);
	d_hash(d);
	dput(old_parent);
}

#define swap(a, b)                   \
	do {                         \
		__typeof__(a) t_ = a; \
		a = b;               \
		b = t_;              \
	} while (0)

static void name_swap(struct dentry *a, struct dentry *b)
{
	bool a_long = long_name_of(a), b_long = long_name_of(b);
	char iname[sizeof(a->iname)];

	swap(a->name, b->name);
	if (!b_long)
		a->name = a->iname;
	if (!a_long)
		b->name = b->iname;
	memcpy(iname, a->iname, sizeof(iname));
	memcpy(a->iname, b->iname, sizeof(iname));
	memcpy(b->iname, iname, sizeof(iname));
	swap(a->name_len, b->name_len);
	swap(a->name_hash, b->name_hash);
}

void d_exchange(struct dentry *a, struct dentry *b)
{
	struct list_head mark;

	d_drop(a);
	d_drop(b);
	name_swap(a, b);
	list_add(&mark, &a->sibling); /* where a was */
	list_del(&a->sibling);
	list_add(&a->sibling, &b->sibling);
	list_del(&b->sibling);
	list_add(&b->sibling, &mark);
	list_del(&mark);
	swap(a->parent, b->parent);
	swap(a->cookie, b->cookie);
	d_hash(a);
	d_hash(b);
}

bool is_subdir(const struct dentry *d, const struct dentry *ancestor)
{
	while (d != ancestor && d->parent != d)
		d = d->parent;
	return d == ancestor;
}

void dcache_prune_all(void)
{
	prune_to(0);
}

/* The tree's own references: an in-memory filesystem's to each name, a superblock's to its root. */
static void count_if_busy(const struct dentry *d)
{
	if (d->refs > (d->flags & D_PERSISTENT || d->parent == d))
		fs_state()->nr_busy_dentries++;
}

/* Depth first without recursion: the tree may be as deep as the guest liked. */
void dcache_kill_tree(struct dentry *root)
{
	struct dentry *d = root, *parent;

	for (;;) {
		while (!list_empty(&d->children))
			d = list_first_entry(&d->children, struct dentry, sibling);
		parent = d->parent;
		if (d == root)
			break;
		/* References besides the tree's would be a leak: it must not stay linked. */
		count_if_busy(d);
		parent->refs--;
		d_free(d);
		d = parent;
	}
	count_if_busy(root);
	d_free(root);
}
