/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fork with threads and atfork handlers, posix_spawn, system() and popen(). */
/* guest: flags -pthread */
/* guest: options --ro /bin/busybox:/bin/sh */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char order[64];
static volatile int stop;

static void note(const char *what)
{
	strcat(order, what);
}

static void prepare1(void) { pthread_mutex_lock(&lock); note("P1 "); }
static void parent1(void) { note("p1 "); pthread_mutex_unlock(&lock); }
static void child1(void) { note("c1 "); pthread_mutex_unlock(&lock); }
static void prepare2(void) { note("P2 "); }
static void parent2(void) { note("p2 "); }
static void child2(void) { note("c2 "); }

static void *churn(void *arg)
{
	(void)arg;
	while (!stop) {
		void *p;

		pthread_mutex_lock(&lock);
		p = malloc(100);
		pthread_mutex_unlock(&lock);
		free(p);
	}
	return NULL;
}

static int status_of(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Forks while others hold and take locks; the child has one thread, and its locks work. */
static void forks(void)
{
	pthread_t t[4];
	int good = 0;

	for (int i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, churn, NULL);
	for (int i = 0; i < 30; i++) {
		pid_t pid;

		order[0] = '\0';
		pid = fork();
		if (pid == 0) {
			int fine = strcmp(order, "P2 P1 c1 c2 ") == 0;

			pthread_mutex_lock(&lock);
			free(malloc(1000));
			pthread_mutex_unlock(&lock);
			_exit(fine ? 33 : 34);
		}
		if (strcmp(order, "P2 P1 p1 p2 ") == 0 && status_of(pid) == 33)
			good++;
	}
	stop = 1;
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	printf("forked with threads %d\n", good);
}

static void spawns(void)
{
	char *sh[] = { "sh", "-c", "read x; echo spawned; echo \"got $x\"; exit 6", NULL };
	char *none[] = { "none", NULL };
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	sigset_t set;
	int in[2], err;
	pid_t pid;

	pipe(in);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, in[0], 0);
	posix_spawn_file_actions_addclose(&fa, in[1]);
	posix_spawn_file_actions_addopen(&fa, 5, "/dev/null", O_RDONLY, 0);
	posix_spawnattr_init(&attr);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	fflush(stdout);
	err = posix_spawn(&pid, "/bin/sh", &fa, &attr, sh, environ);
	printf("posix_spawn: %s\n", strerror(err));
	fflush(stdout);
	write(in[1], "word\n", 5);
	printf("spawned: %d\n", status_of(pid));
	printf("of nothing: %s\n", strerror(posix_spawn(&pid, "/nonexistent", NULL, NULL, none, environ)));
	posix_spawn_file_actions_addclose(&fa, 99);
	close(in[0]);
	printf("with a bad action: %s\n", strerror(posix_spawn(&pid, "/bin/sh", &fa, NULL, sh, environ)));
	close(in[1]);
}

static void shells(void)
{
	char line[100];
	FILE *f;
	int status;

	status = system("exit 9");
	printf("system: %d %d\n", WIFEXITED(status), WEXITSTATUS(status));
	status = system("kill -KILL $$");
	printf("killed: %d %d\n", WIFSIGNALED(status), WTERMSIG(status));
	printf("is there a shell: %d\n", system(NULL) != 0);
	f = popen("echo one; echo two; exit 3", "r");
	while (fgets(line, sizeof(line), f))
		printf("popen read %s", line);
	printf("pclose %d\n", WEXITSTATUS(pclose(f)));
	fflush(stdout);
	f = popen("while read x; do echo \"shell got $x\"; done", "w");
	fputs("a\nb\n", f);
	printf("pclose %d\n", pclose(f));
	f = popen("exit 1", "re");
	printf("nothing: %d\n", fgetc(f) == EOF);
	printf("pclose %d\n", WEXITSTATUS(pclose(f)));
}

static void *system_in_thread(void *arg)
{
	char command[40];

	snprintf(command, sizeof(command), "exit %d", (int)(long)arg);
	return (void *)(long)WEXITSTATUS(system(command));
}

int main(void)
{
	pthread_t t[6];
	long sum = 0;

	alarm(50);
	pthread_atfork(prepare1, parent1, child1);
	pthread_atfork(prepare2, parent2, child2);
	forks();
	spawns();
	shells();
	for (long i = 0; i < 6; i++)
		pthread_create(&t[i], NULL, system_in_thread, (void *)(i + 1));
	for (int i = 0; i < 6; i++) {
		void *ret;

		pthread_join(t[i], &ret);
		sum += (long)ret;
	}
	printf("six at once: %ld\n", sum);
	return 0;
}
