# SPDX-License-Identifier: GPL-2.0-or-later
#
# Plugin.pm - what rules.t and explain.t share: laying out a small kernel tree
# and compiling one of its files with the plugin.

package Plugin;

use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use JSON::PP ();

our @EXPORT_OK = qw($build $gcc slurp spill lay_prelude compile);

my $here   = dirname(abs_path(__FILE__));
our $build = abs_path($ENV{BUILD} // "$here/../build") // '';
our $gcc   = $ENV{LG_GCC} // plugin_gcc("$build/gen/config.h");

# The GCC that the Makefile built the plugin for.
sub plugin_gcc {
	my ($config) = @_;

	if (open(my $in, '<', $config)) {
		while (<$in>) {
			return $1 if /LG_PLUGIN_GCC "(.*)"/;
		}
	}
	return 'gcc';
}

sub slurp {
	my ($path) = @_;

	open(my $in, '<', $path) or die "cannot read $path: $!\n";
	local $/;
	return scalar(<$in>) // '';
}

sub spill {
	my ($path, $text) = @_;

	make_path(dirname($path));
	open(my $out, '>', $path) or die "cannot write $path: $!\n";
	print $out $text;
	close($out) or die "cannot write $path: $!\n";
}

# The kernel as small as can be that every case is laid over, in $tree.
sub lay_prelude {
	my ($tree) = @_;

	system('cp', '-R', "$here/rules/prelude/.", $tree) == 0
		or die "cannot copy the prelude\n";
}

# Compiles $unit of $tree, with its policy.ini and @flags; returns its findings.
# Dies when there is no record.
sub compile {
	my ($tree, $unit, @flags) = @_;
	my $record = "$tree/../record";
	my $log    = "$tree/../log";
	my @plugin = ("-fplugin=$build/luoguard.so",
		      "-fplugin-arg-luoguard-tree=$tree",
		      "-fplugin-arg-luoguard-record=$record");

	push(@plugin, "-fplugin-arg-luoguard-policy=$tree/policy.ini")
		if -e "$tree/policy.ini";
	my @cmd = ('timeout', '60', $gcc, '-nostdinc', '-Iinclude',
		   '-Iinclude/uapi', '-Iarch/x86/include', '-D__KERNEL__',
		   '-std=gnu11', '-O2', '-fsyntax-only', '-w', @plugin,
		   @flags, $unit);

	unlink($record);
	my $pid = fork() // die "cannot fork: $!\n";
	if (!$pid) {
		chdir($tree) or die "cannot enter $tree: $!\n";
		open(STDOUT, '>', $log) or die "cannot write $log: $!\n";
		open(STDERR, '>&', \*STDOUT);
		exec(@cmd) or exit(127);
	}
	waitpid($pid, 0);
	die "$unit: the compiler failed (status " . ($? >> 8) . "):\n" .
	    slurp($log) if $?;
	die "$unit: the plugin wrote no record\n" . slurp($log)
		if !-s $record;
	return read_record($record, $unit);
}

# First line: what was looked at; the others: a finding each.
sub read_record {
	my ($path, $unit) = @_;
	my @lines = split(/\n/, slurp($path));
	my @found = map {
		my $o = eval { JSON::PP->new->utf8->decode($_) };
		die "$unit: not JSON in its record: $_\n" if ref($o) ne 'HASH';
		$o;
	} @lines;

	shift(@found);
	for my $f (@found) {
		die "$unit: a finding without a rule or message in its record\n"
			if !defined($f->{rule}) || !defined($f->{message});
	}
	return @found;
}

1;
